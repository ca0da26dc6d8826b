import { existsSync } from "node:fs";
import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect as assert, describe, test, vi } from "vitest";
import { expect } from "#harness";
import { describeWithClaude } from "../../harness/anthropic/claude.fixture.ts";
import { killAll } from "../../harness/bots/kill-all.fixture.ts";
import { setAlone } from "./alone.fixture.ts";
import { setClaudeStage } from "./claude-stage.fixture.ts";
import { ClaudeAgent, type ClaudeOptions } from "./index.ts";

const SOON = { within: 20_000 };

describeWithClaude("Claude Code behind the bot", () => {
  test("answers a text, and the session counts it", async () => {
    await using stage = await setClaudeStage();
    const { alice, anthropic } = stage;
    anthropic.when("My cat is called Ada.").say("Noted: Ada.");
    await alice.send("My cat is called Ada.");
    await expect(alice).toSee(/^Noted: Ada\.$/, SOON);
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 1");
    anthropic.assertSound();
  });

  test("goes on with the conversation after a restart of the bot: the model hears what was said before", async () => {
    await using stage = await setClaudeStage();
    const { alice, anthropic } = stage;
    anthropic.when("My cat is called Ada.").say("Noted.");
    anthropic.when("Who is my cat?").say("It is Ada.");
    await alice.send("My cat is called Ada.");
    await expect(alice).toSee(/^Noted\.$/, SOON);
    await stage.restart();
    await alice.send("Who is my cat?");
    await expect(alice).toSee(/^It is Ada\.$/, SOON);
    const { history } = await anthropic.asked(/Who is my cat/);
    assert(history.map(({ text }) => text)).toEqual(["My cat is called Ada.", "Noted.", "Who is my cat?"]);
  });

  test("works for each user in a workspace of their own", async () => {
    await using stage = await setClaudeStage({ permissionMode: "acceptEdits" });
    const { alice, bob, anthropic, root } = stage;
    anthropic
      .when(/note (\w+)/)
      .use("Write", { file_path: "note.txt", content: "mine" })
      .say("Written.");
    await Promise.all([alice.send("note apples"), bob.send("note pears")]);
    for (const user of [alice, bob]) await expect(user).toSee(/^Written\.$/, SOON);
    for (const { id } of [alice, bob]) assert(existsSync(join(root, String(id), "note.txt"))).toBe(true);
  });

  test("a conversation that is gone is told and begun anew, and only then", async () => {
    await using stage = await setClaudeStage();
    const { alice, anthropic, forgetAll } = stage;
    anthropic.when(/one|two|three/).say("Yes.");
    await alice.send("one");
    await expect(alice).toSee(/^Yes\.$/, SOON);
    await forgetAll();
    await alice.send("two");
    await expect(alice).toSee(
      /^⚠️ I can't find our earlier conversation any more, so this begins a new one\.\s+Yes\.$/,
      SOON,
    );
    await alice.send("three");
    await expect(alice).toSee(/^Yes\.$/, SOON);
    const { history } = await anthropic.asked(/three/);
    assert(history.map(({ text }) => text)).toEqual(["two", "Yes.", "three"]);
  });

  test("Undo of /clear brings back what Claude knows, and a conversation that is forgotten is gone from the disk", async () => {
    await using stage = await setClaudeStage();
    const { alice, anthropic } = stage;
    anthropic.when(/one|two/).say("Yes.");
    await alice.send("one");
    await expect(alice).toSee(/^Yes\.$/, SOON);
    await alice.send("/clear");
    await alice.press("↩️ Undo");
    await expect(alice).toSee("↩️ Your conversation is back.");
    await alice.send("two");
    await expect(alice).toSee(/^Yes\.$/, SOON);
    assert((await anthropic.asked(/two/)).history.map(({ text }) => text)).toEqual(["one", "Yes.", "two"]);
    await alice.send("/clear");
    await alice.send("/resume");
    await expect(alice).toSee("• one: 0 min ago, 2 turns");
    assert(await stage.remembers("one")).toBe(true);
    await alice.press("🗑️");
    await expect(alice).toSee("There are no earlier conversations.");
    await vi.waitFor(async () => assert(await stage.remembers("one")).toBe(false), 5_000);
  });

  test("a conversation that is nearly full is compacted before it goes on, and the user is told", async () => {
    await using stage = await setClaudeStage();
    const { alice, anthropic } = stage;
    anthropic.when("one").say("Yes.").costs({ input: 900_000, output: 10 });
    anthropic.when("two").say("Of course.").costs({ input: 20_000, output: 10 });
    anthropic.whenCompacting().say("<summary>Short.</summary>");
    anthropic.when("zero").say("Yes.");
    for (const text of ["zero", "one"]) {
      await alice.send(text);
      await expect(alice).toSee(/^Yes\.$/, SOON);
    }
    await alice.send("two");
    await expect(alice).toSee(
      /^🗜️ Auto-compact because our conversation was nearly full\.\n✅ Session compacted! Turn count reset\.\n900,0\d\d → /,
      SOON,
    );
    await expect(alice).toSee(/^Of course\.$/, SOON);
    assert(JSON.stringify((await anthropic.asked(/two/)).history)).toContain("Short.");
  });

  test("a failure of the service never loses the conversation", async () => {
    await using stage = await setClaudeStage();
    const { alice, anthropic } = stage;
    anthropic.when("one").say("Yes.");
    await alice.send("one");
    await expect(alice).toSee(/^Yes\.$/, SOON);
    anthropic.when("two").fail(529);
    anthropic.when("You were interrupted").say("Of course.");
    await alice.send("two");
    await expect(alice).toSee("Claude is overloaded at the moment. Try again in a few minutes.", SOON);
    await alice.press("🔁 Retry");
    await expect(alice).toSee(/^Of course\.$/, SOON);
    const { history } = await anthropic.asked(/You were interrupted/);
    assert(history.map(({ text }) => text)).toEqual(["one", "Yes.", assert.stringMatching(/^two\n\(You were/)]);
  });
});

describeWithClaude("Claude Code", () => {
  test("finds nothing of the bot's own in its environment", async () => {
    await using alone = await setAlone({
      environment: {
        TELEGRAM_TOKEN: "1:secret",
        SESSION_STORE: "redis://x",
        WEBHOOK_SECRET: "x",
        LANG: "C.UTF-8",
        MINE: "yes",
      },
      passed: ["MINE"],
    });
    alone.anthropic.when("look").use("Bash", { command: "printenv > seen" }).say("Done.");
    await alone.run("look");
    const seen = await readFile(join(alone.workspace, "seen"), "utf8");
    for (const line of ["LANG=C.UTF-8", "MINE=yes", "HOLDFAST_TURN=bot/turn"]) assert(seen.split("\n")).toContain(line);
    assert(seen).not.toMatch(/TELEGRAM_TOKEN|SESSION_STORE|WEBHOOK_SECRET/);
  });

  test("asks with the command before what is more than looking, and does not do what was denied", async () => {
    await using alone = await setAlone();
    alone.anthropic.when("go").use("Bash", { command: "touch made && echo made" }).say("Well.");
    const { asked } = await alone.run("go", { decision: "deny" });
    assert(asked).toMatchObject([{ tool: "Bash", detail: "touch made && echo made" }]);
    assert(existsSync(join(alone.workspace, "made"))).toBe(false);
    await alone.run("go");
    assert(existsSync(join(alone.workspace, "made"))).toBe(true);
  });

  test("asks under the same name again for what one permission would cover", async () => {
    await using alone = await setAlone();
    alone.anthropic.when("first").use("Bash", { command: "git commit -m one" }).say("Well.");
    alone.anthropic.when("second").use("Bash", { command: "git commit -m two" }).say("Well.");
    alone.anthropic.when("third").use("Bash", { command: "rm -rf x" }).say("Well.");
    const keys: string[] = [];
    for (const prompt of ["first", "second", "third"]) {
      const { asked } = await alone.run(prompt, { decision: "deny" });
      keys.push(...asked.map(({ key }) => key));
    }
    assert(keys).toHaveLength(3);
    assert(keys[1]).toBe(keys[0]);
    assert(keys[2]).not.toBe(keys[0]);
  });

  test("shows an edit as what goes and what comes", async () => {
    await using alone = await setAlone();
    alone.anthropic
      .when("edit")
      .use("Write", { file_path: join(alone.workspace, "a.txt"), content: "one\ntwo" })
      .say("Well.");
    const { asked } = await alone.run("edit", { decision: "deny" });
    assert(asked).toMatchObject([{ tool: "Write", detail: "a.txt\n+one\n+two" }]);
  });

  test("shows the tools at work, and what came of them", async () => {
    await using alone = await setAlone();
    alone.anthropic
      .when("look")
      .use("Bash", { command: "ls" })
      .use("Read", { file_path: join(alone.workspace, "none.txt") })
      .say("Seen.");
    const { steps, answer } = await alone.run("look");
    assert(steps).toEqual(["Bash ls running", "Bash ls done", "Read none.txt running", "Read none.txt failed"]);
    assert(answer.text).toBe("Seen.");
  });

  test("says what the turn took, not what the conversation has", async () => {
    await using alone = await setAlone();
    alone.anthropic
      .when(/one|two/)
      .say("Yes.")
      .costs({ input: 1_000, output: 50 });
    const first = await alone.run("one");
    const second = await alone.run("two", {
      conversation: { id: first.began[0] ?? "", turns: 1, costUsd: first.answer.usage?.costUsd ?? 0 },
    });
    for (const { answer } of [first, second])
      assert(answer.usage).toMatchObject({ turns: 1, inputTokens: 1_000, outputTokens: 50 });
    assert(first.answer.usage?.costUsd).toBeGreaterThan(0);
    assert(second.answer.usage?.costUsd).toBeCloseTo(first.answer.usage?.costUsd ?? 0, 6);
  });

  test.each([true, false])("leaves no process when it has answered, sandboxed: %s", async (sandboxed) => {
    await using alone = await setAlone({ sandboxed });
    alone.anthropic
      .when("go")
      .use("Bash", { command: "nohup sleep 600 >/dev/null 2>&1 & echo started" })
      .say("Running.");
    await alone.run("go");
    assert(await alone.processes()).toEqual([]);
  });

  test("has no background to leave work in, which would hold its answer back and speak in its place", async () => {
    await using alone = await setAlone();
    alone.anthropic
      .when("go")
      .use("Bash", { command: "touch made", run_in_background: true })
      .say("I do it at once, then.");
    const { answer, history } = await alone.run("go");
    assert(history.at(-1)?.text).toContain("An unexpected parameter `run_in_background` was provided");
    assert(answer.text).toBe("I do it at once, then.");
    assert(existsSync(join(alone.workspace, "made"))).toBe(false);
  });

  test("is interrupted at once, leaves no process, and the conversation goes on", async () => {
    await using alone = await setAlone();
    const hold = alone.anthropic.hold();
    alone.anthropic.when("long").say("First ").hold(hold).say("second.");
    const stop = new AbortController();
    const running = alone.run("long", { signal: stop.signal });
    await hold.held;
    const stoppedAt = performance.now();
    stop.abort();
    await assert(running).rejects.toThrow();
    assert(performance.now() - stoppedAt).toBeLessThan(3_000);
    assert(await alone.processes()).toEqual([]);
    alone.anthropic.when("next").say("Here.");
    const { history } = await alone.run("next", { conversation: { id: alone.began[0] ?? "", turns: 0, costUsd: 0 } });
    assert(history.map(({ text }) => text).join(" ")).toContain("long");
  });

  test("shortens a conversation, and says how long it was before and after", async () => {
    await using alone = await setAlone();
    alone.anthropic
      .when(/one|two/)
      .say("Yes.")
      .costs({ input: 90_000, output: 10 });
    alone.anthropic.whenCompacting().say("<summary>Short.</summary>");
    await alone.run("one");
    const conversation = { id: alone.began[0] ?? "", turns: 1, costUsd: 0 };
    await alone.run("two", { conversation });
    const done = await alone.compact(conversation, "keep the names");
    assert(done.tokensBefore).toBeGreaterThanOrEqual(90_000);
    assert(done.tokensAfter).toBeLessThan(20_000);
    alone.anthropic.when("three").say("Yes.");
    const { history } = await alone.run("three", { conversation });
    assert(JSON.stringify(history)).toContain("Short.");
  });

  test("a compaction that fails says so", async () => {
    await using alone = await setAlone();
    alone.anthropic.when("one").say("Yes.");
    await alone.run("one");
    alone.anthropic.whenCompacting().fail(400, { times: 9 });
    await assert(alone.compact({ id: alone.began[0] ?? "", turns: 1, costUsd: 0 })).rejects.toThrow(
      /^(?:Claude could not|There is too little)/,
    );
  });

  test.each([
    [400, "Claude could not take this request."],
    [401, "My access to Claude was refused. Only the operator of this bot can mend that."],
    [403, "My access to Claude was refused. Only the operator of this bot can mend that."],
    [404, "The model this bot is set up with does not exist. Only its operator can mend that."],
    [413, "What you sent is too large for Claude."],
    [429, "Claude takes no more requests from this bot at the moment. Try again in a few minutes."],
    [500, "Claude has a problem of its own at the moment. Try again in a few minutes."],
    [529, "Claude is overloaded at the moment. Try again in a few minutes."],
  ])("a %i is told in one sentence", async (status, sentence) => {
    await using alone = await setAlone();
    alone.anthropic.when("go").fail(status, { times: 9 });
    await assert(alone.run("go")).rejects.toThrow(sentence);
  });

  test("a service that can't be reached is told in one sentence", async () => {
    await using alone = await setAlone();
    await alone.anthropic.goAway();
    await assert(alone.run("go")).rejects.toThrow("I can't reach Claude at the moment. Try again in a few minutes.");
  });

  test("a missing key is the operator's to mend", async () => {
    await using alone = await setAlone({ environment: { ANTHROPIC_API_KEY: undefined } });
    await assert(alone.run("go")).rejects.toThrow("My access to Claude was refused.");
  });

  test("a limit to its steps ends a turn, which can be gone on with", async () => {
    await using alone = await setAlone({ maxSteps: 2 });
    const script = alone.anthropic.when("go");
    for (let step = 0; step < 4; step++) script.use("Bash", { command: `echo ${step}` });
    await assert(alone.run("go")).rejects.toThrow("Say “go on” to continue.");
  });

  test("a killed agent is no lost conversation", async () => {
    await using alone = await setAlone();
    const hold = alone.anthropic.hold();
    alone.anthropic.when("go").hold(hold).say("Never.");
    const running = alone.run("go");
    await hold.held;
    killAll(await alone.processes());
    await assert(running).rejects.toMatchObject({ message: "The agent stopped unexpectedly.", isPassing: true });
  });

  describe("tried again", () => {
    const heard = ({ history }: { history: readonly { text: string }[] }) => history.map(({ text }) => text);
    const GO_ON = "(You were interrupted at this. See what of it is done already, and go on.)";

    /** Cut off when it had made a file, and was saying so. */
    async function setCutOff() {
      const alone = await setAlone({ permissionMode: "acceptEdits" });
      const { anthropic } = alone;
      anthropic.when("My cat is Ada.").say("Noted.");
      await alone.run("My cat is Ada.");
      const conversation = { id: alone.began[0] ?? "", turns: 1, costUsd: 0 };
      const hold = anthropic.hold();
      anthropic.when("go").use("Bash", { command: "touch made" }).say("I have made ").hold(hold).say("it.");
      const running = alone.run("go", { id: "t1", conversation });
      await hold.held;
      killAll(await alone.processes());
      await assert(running).rejects.toThrow("The agent stopped unexpectedly.");
      anthropic.when("You were interrupted").say("Gone on.");
      return Object.assign(alone, { conversation });
    }

    test("it has the request once, with what is done of it already, and is told to go on", async () => {
      await using alone = await setCutOff();
      const again = await alone.run("go", { id: "t1", isRetry: true, conversation: alone.conversation });
      assert(again.answer.text).toBe("Gone on.");
      assert(again.began).toHaveLength(1);
      assert(heard(again)).toEqual([
        ...["My cat is Ada.", "Noted.", "go", '[Bash {"command":"touch made"}]'],
        // It writes down what came of a tool a moment later, and without that says itself that nobody knows.
        assert.stringMatching(/completed with no output|outcome is unknown/),
        "No response requested.",
        GO_ON,
      ]);
    });

    test("a second time it still has the request once", async () => {
      await using alone = await setCutOff();
      const retry = { id: "t1", isRetry: true, conversation: alone.conversation };
      alone.anthropic.when("You were interrupted").fail(529).say("Gone on.");
      await assert(alone.run("go", retry)).rejects.toThrow("Claude is overloaded");
      assert(
        heard(await alone.run("go", retry))
          .filter((text) => text.includes("go on"))
          .join("\n"),
      ).toBe(`${GO_ON}\n${GO_ON}`);
      assert(heard(await alone.run("go", retry)).filter((text) => text === "go")).toHaveLength(1);
    });

    test("with other words it is told these", async () => {
      await using alone = await setCutOff();
      alone.anthropic.when("go slowly").say("Slowly.");
      const again = await alone.run("go slowly", { id: "t1", isRetry: true, conversation: alone.conversation });
      assert(heard(again).at(-1)).toBe("go slowly");
    });

    test("before it had heard the request, or in a conversation that is lost, it is told the request", async () => {
      await using alone = await setCutOff();
      alone.anthropic.when("go").say("Going.");
      const unheard = await alone.run("go", { id: "t2", isRetry: true, conversation: alone.conversation });
      assert(heard(unheard).at(-1)).toBe("go");
      const id = "00000000-0000-4000-8000-000000000000";
      const lost = await alone.run("go", { id: "t1", isRetry: true, conversation: { id, turns: 1, costUsd: 0 } });
      assert(heard(lost)).toEqual(["go"]);
    });
  });

  test("sees pictures, and finds other files in its workspace", async () => {
    await using alone = await setAlone();
    // Claude Code says last where it keeps the picture.
    alone.anthropic.when(/What is this|\[Image: source/).say("A dot.");
    const attachments = [
      { name: "dot.png", mime: "image/png", bytes: DOT },
      { name: "../../list.txt", mime: "text/plain", bytes: Buffer.from("milk") },
    ];
    const { history } = await alone.run("What is this?", { attachments });
    const heard = history.map(({ text }) => text).join(" ");
    for (const part of ["[image]", "What is this?", "received/list.txt"]) assert(heard).toContain(part);
    assert(await readFile(join(alone.workspace, "received/list.txt"), "utf8")).toBe("milk");
  });

  test("takes to heart what the workspace's CLAUDE.md says", async () => {
    await using alone = await setAlone({ files: { "CLAUDE.md": "Always speak like a pirate." } });
    alone.anthropic.when("hello").say("Ahoy.");
    await alone.run("hello");
    assert(JSON.stringify(alone.anthropic.requests[0]?.body)).toContain("Always speak like a pirate.");
  });

  test("does not let the workspace give itself permissions", async () => {
    const settings = JSON.stringify({ permissions: { allow: ["Bash(touch:*)"] } });
    await using alone = await setAlone({ files: { ".claude/settings.json": settings } });
    alone.anthropic.when("go").use("Bash", { command: "touch made" }).say("Well.");
    const { asked } = await alone.run("go", { decision: "deny" });
    assert(asked).toHaveLength(1);
  });
});

describeWithClaude("Claude Code in its sandbox", () => {
  test("sees its workspace, and of others not even the names", async () => {
    await using alone = await setAlone({ sandboxed: true, beside: { "other/secret.txt": "canary" } });
    const { workspace, root } = alone;
    const commands = [
      `cat ${root}/other/secret.txt`,
      `ls ${root}`,
      `ls ${process.cwd()}`,
      "ls -d /root /home/* $HOME/*",
      "ps -e -o args",
    ];
    alone.anthropic
      .when("look")
      .use("Bash", { command: commands.map((each) => `${each} 2>&1`).join("; ") })
      .say("Seen.");
    await alone.run("look");
    const seen = alone.anthropic.requests.at(-1)?.history.at(-1)?.text ?? "";
    assert(seen).toContain("No such file or directory");
    for (const hidden of ["canary", "other\n", "package.json", "vitest"]) assert(seen).not.toContain(hidden);
    alone.anthropic
      .when("write")
      .use("Bash", { command: `echo mine > ${workspace}/mine.txt; echo no > /usr/no.txt; echo no > /etc/no.txt` })
      .say("Done.");
    await alone.run("write");
    assert(await readFile(join(workspace, "mine.txt"), "utf8")).toBe("mine\n");
    for (const path of ["/usr/no.txt", "/etc/no.txt"]) assert(existsSync(path)).toBe(false);
  });
});

describeWithClaude("what could not work is said at the start, in one line:", () => {
  async function loading(options: Partial<ClaudeOptions>): Promise<unknown> {
    await using directory = await mkdtempDisposable(join(tmpdir(), "claude-start-"));
    return await ClaudeAgent.load({ directory: directory.path, environment: process.env, ...options });
  }

  test.each([
    ["/nowhere/claude", "is not there."],
    ["/etc/hostname", "does not run: it could not be asked for its version."],
    ["/bin/false", "does not run: it could not be asked for its version."],
    ["/bin/ls", "is not Claude Code, by what it says of its version."],
  ])("%s as the executable", async (executable, why) => {
    await assert(loading({ executable })).rejects.toThrow(`CLAUDE_EXECUTABLE names ${executable}, which ${why}`);
  });

  test("conversations that could not be kept", async () => {
    const directory = "/etc/hostname/claude";
    await assert(loading({ directory })).rejects.toThrow(
      `Claude Code is to keep its conversations in ${directory}, which can't be made.`,
    );
  });

  test.runIf(process.getuid?.() === 0)("as root, that nothing is to be asked about", async () => {
    const environment = { ...process.env, IS_SANDBOX: undefined };
    await assert(loading({ environment, permissionMode: "bypassPermissions" })).rejects.toThrow(
      "Claude Code does not take CLAUDE_PERMISSION_MODE=bypassPermissions as root.",
    );
  });
});

describeWithClaude("Claude Code that is trusted", () => {
  test("asks nothing, and does it", async () => {
    await using alone = await setAlone({ permissionMode: "bypassPermissions", environment: { IS_SANDBOX: "1" } });
    alone.anthropic.when("go").use("Bash", { command: "touch made" }).say("Done.");
    const { asked, answer } = await alone.run("go", { decision: "deny" });
    assert(asked).toEqual([]);
    assert(answer.text).toBe("Done.");
    assert(existsSync(join(alone.workspace, "made"))).toBe(true);
  });
});

const DOT = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
