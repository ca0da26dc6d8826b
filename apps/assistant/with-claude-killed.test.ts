import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect as assert, test, vi } from "vitest";
import { expect } from "#harness";
import { describeWithClaude } from "../../harness/anthropic/claude.fixture.ts";
import { setClaudeAssistant } from "./testing/claude-assistant.ts";
import { saidBy } from "./testing/said-by.ts";

// Each of these starts processes of hundreds of MB, on whatever else the machine is doing.
vi.setConfig({ testTimeout: 120_000 });
const SOON = { within: 60_000 };

describeWithClaude("the assistant with Claude Code, killed with kill -9", () => {
  test("in mid-stream: it comes back with Retry, leaves no process, and the conversation goes on", async () => {
    await using stage = await setClaudeAssistant();
    const { alice, anthropic, bot } = stage;
    await stage.acquaint();
    const hold = anthropic.hold();
    anthropic
      .when(/Who is my cat|You were interrupted/)
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
    await alice.press("🔁 Retry");
    await expect(alice).toSee(/^It is Ada\.$/, SOON);
    const heard = anthropic.requests.at(-1)!.history.map(({ text }) => text);
    assert(heard[0]).toBe("My cat is Ada.");
    assert(heard.filter((text) => text.includes("Who is my cat?"))).toHaveLength(1);
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 2");
  });

  test("while a tool waits for permission: nothing was done, and it can be discarded", async () => {
    await using stage = await setClaudeAssistant();
    const { alice, anthropic, bot, directory } = stage;
    anthropic.when("Tidy up.").use("Bash", { command: "touch tidied" }).say("Tidied.");
    anthropic.when("hello").say("Hi.");
    await alice.send("Tidy up.");
    await expect(alice).toSee("touch tidied", SOON);
    await bot.kill();
    await bot.start();
    await expect(alice).toSee("I was interrupted", SOON);
    await alice.press("🗑️ Discard");
    await alice.send("hello");
    await expect(alice).toSee(/^Hi\.$/, SOON);
    assert(existsSync(join(directory, "workspaces", String(alice.id), "tidied"))).toBe(false);
  });

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

  test("with a queue behind what ran: all are answered in their order", async () => {
    await using stage = await setClaudeAssistant();
    const { alice, anthropic, bot } = stage;
    const hold = anthropic.hold();
    anthropic
      .when(/one|You were interrupted/)
      .hold(hold)
      .say("First.");
    anthropic.when("two").say("Second.");
    anthropic.when("three").say("Third.");
    await alice.send("one");
    await hold.held;
    await alice.send("two");
    await expect(alice).toSee("⏳ Queued: 1 ahead.");
    await alice.send("three");
    await expect(alice).toSee("⏳ Queued: 2 ahead.");
    await bot.kill();
    await bot.start();
    await expect(alice).toSee("I was interrupted", SOON);
    await alice.press("🔁 Retry");
    for (const answer of ["First.", "Second.", "Third."]) await expect(alice).toSee(answer, SOON);
    assert(anthropic.requests.map(({ prompt }) => prompt)).toEqual([
      "one",
      assert.stringContaining("You were interrupted"),
      ...["two", "three"],
    ]);
  });

  test("while a turn waits for a place, and nothing of it has begun: the next one runs it, unasked and once", async () => {
    await using stage = await setClaudeAssistant({ TURNS_AT_ONCE: "1" });
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
    const { file } = await transcription.asked();
    assert(Buffer.from(file.bytes).subarray(0, 4).toString()).toBe("OggS");
  });
});
