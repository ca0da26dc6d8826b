import { expect as assert, test, vi } from "vitest";
import { expect } from "#harness";
import { describeWithClaude } from "../../../harness/anthropic/claude.fixture.ts";
import { saidBy } from "../testing/said-by.ts";
import { RETRIED, SOON, setClaudeAssistant } from "./claude-assistant.fixture.ts";

vi.setConfig({ testTimeout: 120_000 });

const FOR_LONG = `node -e "setTimeout(() => {}, 600_000)"`;

describeWithClaude("the assistant with Claude Code, killed with kill -9", () => {
  test.each(["true", "false"])(
    "while a tool is at work: leaves no process behind at its next start, sandboxed: %s",
    async (sandboxed) => {
      await using stage = await setClaudeAssistant({ env: { CLAUDE_SANDBOX: sandboxed } });
      const { alice, anthropic, bot } = stage;
      anthropic.when("work").use("Bash", { command: FOR_LONG }).say("Never.");
      await alice.send("work");
      await expect(alice).toSeeButton("Allow once", SOON);
      await alice.press("Allow once");
      const atWork = async () => (await stage.agents()).filter(({ command }) => command.includes("600_000"));
      await vi.waitFor(async () => assert(await atWork()).not.toEqual([]), { timeout: 20_000 });
      await bot.kill();
      // In a sandbox they end with the bot; without one they don't.
      if (sandboxed === "false") assert(await atWork()).not.toEqual([]);
      await bot.start();
      await expect(alice).toSee("I was interrupted while working on this:\n\n“work”", SOON);
      assert(await stage.agents()).toEqual([]);
      anthropic.when(RETRIED).say("Finished.");
      await alice.press("🔁 Retry");
      await expect(alice).toSee(/^Finished\.$/, SOON);
    },
  );

  test.each([
    ["before the answer is delivered", "before", 1],
    ["after the answer was delivered, and before that is known", "after", 2],
  ] as const)("%s: it is delivered by the next one, which does not ask again", async (_, at, times) => {
    await using stage = await setClaudeAssistant();
    const { alice, anthropic, bot, telegram } = stage;
    anthropic.when("hello").say("Hi.");
    const reply = telegram.faults.hold({
      method: "sendMessage",
      chat: alice,
      at,
      where: (call) => call.text("text") === "Hi.",
    });
    await alice.send("hello");
    await reply.held;
    await bot.kill();
    reply.cut();
    await bot.start();
    await vi.waitFor(() => assert(saidBy(alice)).toEqual(Array(times).fill("Hi.")), 20_000);
    assert(anthropic.requests).toHaveLength(1);
  });

  test("while a turn waits for a place, and nothing of it has begun: the next one runs it, unasked and once", async () => {
    await using stage = await setClaudeAssistant({ env: { TURNS_AT_ONCE: "1" } });
    const { alice, bob, anthropic, bot } = stage;
    const hold = anthropic.hold();
    anthropic.when("A long story.").hold(hold).say("Never told.");
    anthropic.when("hello").say("Hi.");
    await bob.send("A long story.");
    await hold.held;
    await alice.send("hello");
    await expect(alice).toSee("⏳ As many requests are at work as may be (1).");
    assert(anthropic.requests.map(({ prompt }) => prompt)).toEqual(["A long story."]);
    await bot.kill();
    await bot.start();
    await expect(alice).toSee(/^Hi\.$/, SOON);
    await expect(bob).toSee("I was interrupted", SOON);
    assert(saidBy(alice).slice(1)).toEqual(["Hi."]);
    assert(anthropic.requests.map(({ prompt }) => prompt)).toEqual(["A long story.", "hello"]);
  });

  test("while a voice message is written down: the next one writes it down and answers it", async () => {
    await using stage = await setClaudeAssistant();
    const { alice, anthropic, transcription, bot } = stage;
    const hold = transcription.hold();
    transcription.when().hold(hold).say("Who is my cat?");
    anthropic.when("Who is my cat?").say("Ada.");
    anthropic.when("And my dog?").say("None.");
    await alice.sendVoice();
    await hold.held;
    await alice.send("And my dog?");
    await expect(alice).toSee("⏳ Queued: 1 ahead.");
    await bot.kill();
    await bot.start();
    await expect(alice).toSee("🎙️ “Who is my cat?”", SOON);
    await expect(alice).toSee(/^Ada\.$/, SOON);
    await expect(alice).toSee(/^None\.$/, SOON);
  });

  test("while it compacts: nothing is lost of the conversation, and the user is told", async () => {
    await using stage = await setClaudeAssistant();
    const { alice, anthropic, bot } = stage;
    await stage.acquaint();
    const hold = anthropic.hold();
    anthropic.whenCompacting().hold(hold).say("<summary>Never told.</summary>");
    anthropic.when("Who is my cat?").say("Ada.");
    await alice.send("/compact");
    await hold.held;
    await alice.send("Who is my cat?");
    await bot.kill();
    await bot.start();
    await expect(alice).toSee("⚠️ Compacting was interrupted, nothing was changed.", SOON);
    await expect(alice).toSee(/^Ada\.$/, SOON);
    assert(anthropic.requests.at(-1)!.history[0]!.text).toBe("My cat is Ada.");
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 2");
  });
});
