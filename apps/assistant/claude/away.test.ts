import { expect as assert, test, vi } from "vitest";
import { expect, type FakeAnthropic } from "#harness";
import { describeWithClaude } from "../../../harness/anthropic/claude.fixture.ts";
import { saidBy } from "../testing/said-by.ts";
import { RETRIED, SOON, setClaudeAssistant } from "./claude-assistant.fixture.ts";

vi.setConfig({ testTimeout: 120_000 });

/** Claude Code tries again for minutes by itself; what is tried here is what comes after that. */
const AT_ONCE = { env: { CLAUDE_CODE_MAX_RETRIES: "0" } };

const fails = (status: number) => (anthropic: FakeAnthropic) =>
  void anthropic.when("Who is my cat?").fail(status, { times: 9 });
const isMended = (anthropic: FakeAnthropic) => void anthropic.when(RETRIED).say("Ada.");

describeWithClaude("the assistant with Claude Code, whose service", () => {
  test.each([
    [
      "refuses the key (401)",
      "My access to Claude was refused. Only the operator of this bot can mend that.",
      fails(401),
      isMended,
    ],
    [
      "takes no more requests (429)",
      "Claude takes no more requests from this bot at the moment. Try again in a few minutes.",
      fails(429),
      isMended,
    ],
    ["is overloaded (529)", "Claude is overloaded at the moment. Try again in a few minutes.", fails(529), isMended],
    [
      "refuses connections",
      "I can't reach Claude at the moment. Try again in a few minutes.",
      (anthropic: FakeAnthropic) => anthropic.goAway(),
      async (anthropic: FakeAnthropic) => {
        isMended(anthropic);
        await anthropic.comeBack();
      },
    ],
  ])("%s: says so once, and goes on with the conversation when that is mended", async (_, sentence, breaks, mends) => {
    await using stage = await setClaudeAssistant(AT_ONCE);
    const { alice, anthropic } = stage;
    await stage.acquaint();
    await breaks(anthropic);
    await alice.send("Who is my cat?");
    const receipt = `⚠️ ${sentence}\n\n“Who is my cat?”\n\nYour session is safe. Shall I try again?`;
    await expect(alice).toSee(receipt, SOON);
    assert(saidBy(alice)).toEqual(["Noted.", receipt]);
    await mends(anthropic);
    await alice.press("🔁 Retry");
    await expect(alice).toSee(/^Ada\.$/, SOON);
    anthropic.when("Are you sure?").say("I am.");
    await alice.send("Are you sure?");
    await expect(alice).toSee(/^I am\.$/, SOON);
    const heard = anthropic.requests.at(-1)!.history.map(({ text }) => text);
    // What failed is still there for Claude Code, and is not asked a second time.
    const asked = assert.stringMatching(/^Who is my cat\?\n\(You were interrupted/);
    assert(heard).toEqual(["My cat is Ada.", "Noted.", asked, "Ada.", "Are you sure?"]);
  });
});

describeWithClaude("the assistant with Claude Code, whose transcription service fails", () => {
  test("keeps the voice message, and Claude is told its words when Retry succeeds", async () => {
    await using stage = await setClaudeAssistant();
    const { alice, anthropic, transcription } = stage;
    await stage.acquaint();
    transcription.when().fail({ status: 500, retryAfter: 0.01 }, { times: 3 }).say("Who is my cat?");
    anthropic.when("Who is my cat?").say("Ada.");
    await alice.sendVoice();
    await expect(alice).toSee("❌ The transcription service has a problem of its own. Your message is kept.", SOON);
    assert(anthropic.requests.map(({ prompt }) => prompt)).toEqual(["My cat is Ada."]);
    await alice.press("🔁 Retry");
    await expect(alice).toSee("🎙️ “Who is my cat?”", SOON);
    await expect(alice).toSee(/^Ada\.$/, SOON);
    const { prompt, history } = anthropic.requests.at(-1)!;
    assert(prompt).toBe("Who is my cat?");
    assert(history[0]!.text).toBe("My cat is Ada.");
    const sent = transcription.requests.map(({ file }) => Buffer.from(file.bytes));
    assert(sent).toHaveLength(4);
    assert(sent.every((bytes) => bytes.equals(sent[0]!))).toBe(true);
  });
});
