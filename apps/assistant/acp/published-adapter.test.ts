import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect as assert, test, vi } from "vitest";
import { expect } from "#harness";
import { describeWithClaude } from "../../../harness/anthropic/claude.fixture.ts";
import { killAll } from "../../../harness/bots/kill-all.fixture.ts";
import { SOON, setClaudeAssistant } from "../claude/claude-assistant.fixture.ts";

vi.setConfig({ testTimeout: 120_000 });

const root = dirname(createRequire(import.meta.url).resolve("holdfast/package.json"));
const adapter = join(root, "node_modules/@agentclientprotocol/claude-agent-acp/dist/index.js");

/** The assistant as an operator starts it with an agent that speaks the protocol: Claude Code behind a published adapter. */
async function setAcpAssistant(env: Readonly<Record<string, string>> = {}) {
  const forAgent = { CLAUDE_CODE_ENABLE_PROMPT_SUGGESTION: "false", CLAUDE_CODE_MAX_RETRIES: "0" };
  const meant = [
    ...["ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"],
    ...Object.keys(forAgent),
  ];
  const chosen = { AGENT: `acp:${process.execPath} ${adapter}`, ACP_ENVIRONMENT: meant.join(",") };
  const stage = await setClaudeAssistant({ env: { ...chosen, ...forAgent, ...env } });
  // The adapter has a title made for each conversation, of what was said in it.
  stage.anthropic.when(/^<session>/).say("A talk");
  return stage;
}

describeWithClaude("the assistant with Claude Code behind the Agent Client Protocol", () => {
  test("goes on with the conversation after a restart: the model hears what was said before", async () => {
    await using stage = await setAcpAssistant();
    const { alice, anthropic, bot } = stage;
    await stage.acquaint();
    assert(await stage.agents()).toEqual([]);
    await bot.stop();
    await bot.start();
    anthropic.when(/^Who is my cat\?/).say("Ada.");
    await alice.send("Who is my cat?");
    await expect(alice).toSee(/^Ada\.$/, SOON);
    const { history } = await anthropic.asked(/^Who is my cat/);
    assert(history.map(({ text }) => text)).toEqual(["My cat is Ada.", "Noted.", "Who is my cat?"]);
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 2");
  });

  test("asks before a tool acts: what is allowed is done, for the session also in later turns, what is denied is not", async () => {
    await using stage = await setAcpAssistant();
    const { alice, anthropic, workspaces } = stage;
    const isDone = (name: string) => existsSync(join(workspaces, String(alice.id), name));
    anthropic
      .when(/^Deny it/)
      .use("Bash", { command: "touch denied" })
      .say("Left alone.");
    await alice.send("Deny it.");
    await expect(alice).toSee("touch denied", SOON);
    await alice.press("Deny");
    await expect(alice).toSee(/^Left alone\.$/, SOON);
    assert(isDone("denied")).toBe(false);
    anthropic
      .when(/^(Allow it|Again)/)
      .use("Bash", { command: "touch allowed" })
      .say("Made.");
    await alice.send("Allow it.");
    await expect(alice).toSee("touch allowed", SOON);
    assert(isDone("allowed")).toBe(false);
    await alice.press("Allow for this session");
    await expect(alice).toSee(/^Made\.$/, SOON);
    assert(isDone("allowed")).toBe(true);
    await alice.send("Again.");
    await expect(alice).toSee(/^Made\.$/, SOON);
  });

  test("stops at once, and the conversation goes on", async () => {
    await using stage = await setAcpAssistant();
    const { alice, anthropic } = stage;
    const hold = anthropic.hold();
    anthropic
      .when(/^A long story/)
      .say("Once upon ")
      .hold(hold)
      .say("a time.");
    await alice.send("A long story.");
    const request = await hold.held;
    // Claude Code writes down what it was asked a moment after it has asked its model.
    await expect(alice).toSeeDraft("Once upon", SOON);
    await alice.send("/stop");
    await expect(alice).toSee("⏹️ Stopped. Our conversation stays.");
    assert(await request.ended).toBe("hung up");
    anthropic.when(/^Shorter/).say("The end.");
    await alice.send("Shorter.");
    await expect(alice).toSee(/^The end\.$/, SOON);
    assert((await anthropic.asked(/^Shorter/)).history[0]!.text).toContain("A long story.");
    assert(await stage.agents()).toEqual([]);
  });

  test.each(["true", "false"])(
    "killed with kill -9 in mid-stream, comes back with Retry, leaves no process, and goes on; sandboxed: %s",
    async (sandboxed) => {
      await using stage = await setAcpAssistant({ ACP_SANDBOX: sandboxed });
      const { alice, anthropic, bot } = stage;
      await stage.acquaint();
      const hold = anthropic.hold();
      anthropic
        .when(/^Who is my cat\?$/)
        .say("It is ")
        .hold(hold)
        .say("Ada.");
      await alice.send("Who is my cat?");
      const request = await hold.held;
      assert((await stage.agents()).length).toBeGreaterThan(0);
      await bot.kill();
      await bot.start();
      await expect(alice).toSee("I was interrupted while working on this:\n\n“Who is my cat?”", SOON);
      assert(await stage.agents()).toEqual([]);
      assert(await request.ended).toBe("hung up");
      anthropic.when(/^Who is my cat\?\n\n\(You may have heard this before/).say("It is Ada.");
      await alice.press("🔁 Retry");
      await expect(alice).toSee(/^It is Ada\.$/, SOON);
      assert((await anthropic.asked(/^Who is my cat\?\n\n\(You may have heard/)).history[0]!.text).toBe(
        "My cat is Ada.",
      );
    },
  );

  test("survives the death of its agent: the user decides", async () => {
    await using stage = await setAcpAssistant();
    const { alice, anthropic } = stage;
    const hold = anthropic.hold();
    anthropic
      .when(/^Who are you\?$/)
      .say("I am ")
      .hold(hold)
      .say("Claude.");
    await alice.send("Who are you?");
    await hold.held;
    killAll((await stage.agents()).map(({ pid }) => pid));
    await expect(alice).toSee("⚠️ The agent stopped unexpectedly.", SOON);
    anthropic.when(/^Who are you\?/).say("Claude.");
    await alice.press("🔁 Retry");
    await expect(alice).toSee(/^Claude\.$/, SOON);
  });

  test("says that the model's service refused it", async () => {
    await using stage = await setAcpAssistant();
    const { alice, anthropic, bot } = stage;
    anthropic.when(/^hello/).fail(401, { times: 9 });
    await alice.send("hello");
    await expect(alice).toSee("The agent wants to be logged in. Only the operator of this bot can mend that.", SOON);
    assert(bot.output).not.toContain(anthropic.apiKey);
  });

  test("shortens the conversation, and forgets it for good", async () => {
    await using stage = await setAcpAssistant();
    const { alice, anthropic } = stage;
    await stage.acquaint();
    anthropic.whenCompacting().say("<summary>A cat called Ada.</summary>");
    await alice.send("/compact");
    await expect(alice).toSee("✅ Session compacted! Turn count reset.", SOON);
    anthropic.when(/^Go on/).say("Gladly.");
    await alice.send("Go on.");
    await expect(alice).toSee(/^Gladly\.$/, SOON);
    assert((await anthropic.asked(/^Go on/)).history[0]!.text).toContain("A cat called Ada.");
    await alice.send("/clear");
    await alice.send("/resume");
    await expect(alice).toSee("My cat is Ada.");
    await alice.press("🗑️");
    await expect(alice).toSee("There are no earlier conversations.", SOON);
  });
});
