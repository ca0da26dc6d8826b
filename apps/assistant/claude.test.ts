import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect as assert, test, vi } from "vitest";
import { expect, startAnthropic } from "#harness";
import { describeWithClaude } from "../../harness/anthropic/claude.fixture.ts";
import { setStage } from "./testing/assistant-stage.ts";

const SOON = { within: 30_000 };

/** The assistant as an operator starts it, with the real Claude Code, against a fake Anthropic. */
async function setClaude(env: Readonly<Record<string, string>> = {}) {
  const disposal = new AsyncDisposableStack();
  const anthropic = disposal.use(await startAnthropic());
  const stage = disposal.use(await setStage({}));
  const { directory } = stage;
  const workspaces = join(directory, "workspaces");
  const forClaude = { AGENT: "claude", WORKSPACE: workspaces, CLAUDE_CODE_MAX_RETRIES: "0", ...anthropic.env };
  const bot = () => stage.bot({ ...forClaude, ALLOW_ALL_USERS: "true", ...env });
  return {
    ...stage,
    anthropic,
    workspaces,
    bob: stage.telegram.user({ firstName: "Bob" }),
    bot,
    /** What runs of this bot's agents, with what they were started as. */
    async processes(): Promise<{ readonly pid: number; readonly command: string }[]> {
      const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
      const found = await Promise.all(
        pids.map(async (pid) => {
          const read = (name: string) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
          const variables = (await read("environ")).split("\0");
          const isIts = variables.some((each) => each.startsWith("HOLDFAST_TURN="));
          const isHere = variables.some((each) => each.startsWith(`CLAUDE_CONFIG_DIR=${directory}`));
          return isIts && isHere ? [{ pid: Number(pid), command: await read("cmdline") }] : [];
        }),
      );
      return found.flat();
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

const FOR_LONG = `node -e "setTimeout(() => {}, 600_000)"`;

describeWithClaude("the assistant with Claude Code", () => {
  test.each(["true", "false"])(
    "a bot killed in the midst of a turn leaves no agent behind at its next start, and Retry goes on; sandboxed: %s",
    async (sandboxed) => {
      await using stage = await setClaude({ CLAUDE_SANDBOX: sandboxed });
      const { alice, anthropic } = stage;
      const bot = stage.bot();
      await bot.start();
      anthropic.when("My cat is called Ada.").say("Noted.");
      await alice.send("My cat is called Ada.");
      await expect(alice).toSee(/^Noted\.$/, SOON);
      anthropic.when("work").use("Bash", { command: FOR_LONG }).say("Never.");
      await alice.send("work");
      await expect(alice).toSeeButton("Allow once", SOON);
      await alice.press("Allow once");
      const atWork = async () => (await stage.processes()).filter(({ command }) => command.includes("600_000"));
      await vi.waitFor(async () => assert(await atWork()).not.toEqual([]), { timeout: 20_000 });
      await bot.kill();
      // In a sandbox they end with the bot; without one they don't.
      if (sandboxed === "false") assert(await atWork()).not.toEqual([]);
      await bot.start();
      await expect(alice).toSee("I was interrupted while working on this:\n\n“work”", SOON);
      assert(await stage.processes()).toEqual([]);
      anthropic.when("You were interrupted").say("Finished.");
      await alice.press("🔁 Retry");
      await expect(alice).toSee(/^Finished\.$/, SOON);
      const heard = (await anthropic.asked(/You were interrupted/)).history.map(({ text }) => text);
      assert(heard[0]).toBe("My cat is called Ada.");
      assert(heard.filter((text) => text === "work")).toHaveLength(1);
    },
    120_000,
  );

  test("an agent that is killed is told, with Retry", async () => {
    await using stage = await setClaude();
    const { alice, anthropic } = stage;
    await stage.bot().start();
    const hold = anthropic.hold();
    anthropic
      .when(/^work|You were interrupted/)
      .hold(hold)
      .say("Done.");
    await alice.send("work");
    await hold.held;
    for (const { pid } of await stage.processes()) process.kill(pid, "SIGKILL");
    await expect(alice).toSee("⚠️ The agent stopped unexpectedly.\n\n“work”\n\nYour session is safe.", SOON);
    hold.release();
    await alice.press("🔁 Retry");
    await expect(alice).toSee(/^Done\.$/, SOON);
  }, 90_000);

  test("users at work at once see only what is their own", async () => {
    await using stage = await setClaude({ CLAUDE_SANDBOX: "true" });
    const { alice, bob, anthropic, workspaces } = stage;
    for (const user of [alice, bob]) {
      await mkdir(join(workspaces, String(user.id)), { recursive: true });
      await writeFile(join(workspaces, String(user.id), "mine.txt"), `canary-${user.id}`);
    }
    await stage.bot().start();
    const everywhere = `cat mine.txt ../*/mine.txt ${workspaces}/*/mine.txt; grep -rs canary $CLAUDE_CONFIG_DIR/..`;
    anthropic.when("look").use("Bash", { command: everywhere }).say("Seen.");
    await Promise.all(
      [alice, bob].map(async (user) => {
        await user.send("look");
        await expect(user).toSeeButton("Allow once", SOON);
        await user.press("Allow once");
        await expect(user).toSee(/^Seen\.$/, SOON);
      }),
    );
    const results = anthropic.requests
      .map(({ body }) => JSON.stringify(body.messages.at(-1)))
      .filter((text) => text.includes("canary-"));
    const seen = results.map((text) => [...new Set(text.match(/canary-\d+/g))]);
    assert(seen.toSorted()).toEqual([[`canary-${alice.id}`], [`canary-${bob.id}`]].toSorted());
  }, 90_000);

  test("/stop ends the agent at once, and the conversation goes on", async () => {
    await using stage = await setClaude();
    const { alice, anthropic } = stage;
    await stage.bot().start();
    const hold = anthropic.hold();
    anthropic.when("a long story").say("Once upon").hold(hold).say(" a time.");
    await alice.send("a long story");
    await hold.held;
    await alice.send("/stop");
    await expect(alice).toSee("⏹️ Stopped. Our conversation stays.", SOON);
    anthropic.when("shorter").say("The end.");
    await alice.send("shorter");
    await expect(alice).toSee(/^The end\.$/, SOON);
    assert(await stage.processes()).toEqual([]);
    const heard = (await anthropic.asked(/shorter/)).history.map(({ text }) => text).join(" ");
    assert(heard).toContain("a long story");
  }, 90_000);

  test("/compact shortens the conversation, and says how long it was before and after", async () => {
    await using stage = await setClaude();
    const { alice, anthropic } = stage;
    await stage.bot().start();
    anthropic
      .when(/one|two/)
      .say("Yes.")
      .costs({ input: 90_000, output: 10 });
    for (const text of ["one", "two"]) {
      await alice.send(text);
      await expect(alice).toSee(/^Yes\.$/, SOON);
    }
    await alice.send("/compact keep the names");
    await expect(alice).toSee(/^✅ Session compacted! Turn count reset\.\n90,\d{3} → [\d,]{3,6} tokens$/, SOON);
    const asked = anthropic.requests.find(({ body }) => JSON.stringify(body).includes("keep the names"));
    assert(asked).toBeDefined();
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 0");
  }, 90_000);

  test("refuses to start open to everyone, unless that is meant", async () => {
    await using stage = await setClaude({ ALLOW_ALL_USERS: "false" });
    const bot = stage.bot();
    await assert(bot.start()).rejects.toThrow();
    assert(bot.output).toContain('The agent "claude" can run code, and everyone is allowed to use this bot.');
  });

  test("its key reaches no log, nor does the token reach the agent", async () => {
    await using stage = await setClaude({ LOG_LEVEL: "debug" });
    const { alice, anthropic, account } = stage;
    const bot = stage.bot();
    await bot.start();
    const hold = anthropic.hold();
    anthropic.when("go").hold(hold).fail(401, { times: 9 });
    await alice.send("go");
    await hold.held;
    const processes = await stage.processes();
    assert(processes).not.toEqual([]);
    for (const { pid } of processes) {
      assert(await readFile(`/proc/${pid}/environ`, "utf8")).not.toContain(account.token);
    }
    hold.release();
    await expect(alice).toSee("My access to Claude was refused. Only the operator of this bot can mend that.", SOON);
    assert(bot.output).toContain("turn failed");
    assert(bot.output).not.toContain(anthropic.apiKey);
  }, 60_000);
});
