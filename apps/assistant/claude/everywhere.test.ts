import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect as assert, vi } from "vitest";
import { expect } from "#harness";
import { describeWithClaude } from "../../../harness/anthropic/claude.fixture.ts";
import { nameOf } from "../../acceptance/stage/column.ts";
import { cells, oneOfEach } from "./cells.fixture.ts";
import { RETRIED, SOON, setClaudeAssistant } from "./claude-assistant.fixture.ts";

vi.setConfig({ testTimeout: 120_000 });

describeWithClaude("on every way to run the bot with Claude Code", () => {
  for (const { column, played } of cells) {
    played(`a conversation goes on by text and by voice after a restart: ${nameOf(column)}`, async () => {
      await using stage = await setClaudeAssistant({ column });
      const { alice, anthropic, transcription, bot, workspaces } = stage;
      await stage.acquaint();
      assert(await bot.stop()).toBe(0);
      await bot.start();
      anthropic.when("Who is my cat?").say("Ada.");
      await alice.send("Who is my cat?");
      await expect(alice).toSee(/^Ada\.$/, SOON);
      assert(anthropic.requests.at(-1)!.history.map(({ text }) => text)).toEqual([
        "My cat is Ada.",
        "Noted.",
        "Who is my cat?",
      ]);
      transcription.when().say("Make a file.");
      anthropic.when("Make a file.").use("Bash", { command: "touch made" }).say("Made.");
      await alice.sendVoice();
      await expect(alice).toSee("🎙️ “Make a file.”", SOON);
      await expect(alice).toSeeButton("Allow once", SOON);
      await alice.press("Allow once");
      await expect(alice).toSee(/^Made\.$/, SOON);
      assert(existsSync(join(workspaces, String(alice.id), "made"))).toBe(true);
      const { file } = await transcription.asked();
      assert(Buffer.from(file.bytes).subarray(0, 4).toString()).toBe("OggS");
    });
  }
});

for (const { column, played } of oneOfEach) {
  describeWithClaude(`a bot with Claude Code that is killed with kill -9, ${nameOf(column)}`, () => {
    played("in mid-stream comes back with Retry, and the conversation and the queue go on in their order", async () => {
      await using stage = await setClaudeAssistant({ column });
      const { alice, anthropic, bot, telegram } = stage;
      await stage.acquaint();
      const hold = anthropic.hold();
      anthropic.when("Who is my cat?").say("It is ").hold(hold).say("never told.");
      anthropic.when(RETRIED).say("It is Ada.");
      anthropic.when("two").say("The second.");
      anthropic.when("three").say("The third.");
      await alice.send("Who is my cat?");
      const request = await hold.held;
      await stage.kept("Who is my cat?");
      await alice.send("two");
      await expect(alice).toSee("⏳ Queued: 1 ahead.");
      await alice.send("three");
      await expect(alice).toSee("⏳ Queued: 2 ahead.");
      await bot.kill();
      await bot.start();
      telegram.clock.advance(10_000);
      await expect(alice).toSee("I was interrupted while working on this:\n\n“Who is my cat?”", SOON);
      assert(await stage.agents()).toEqual([]);
      assert(await request.ended).toBe("hung up");
      await alice.press("🔁 Retry");
      for (const answer of ["It is Ada.", "The second.", "The third."]) await expect(alice).toSee(answer, SOON);
      assert(anthropic.requests.map(({ prompt }) => prompt).slice(1)).toEqual([
        "Who is my cat?",
        assert.stringMatching(RETRIED),
        "two",
        "three",
      ]);
      const heard = anthropic.requests.at(-1)!.history.map(({ text }) => text);
      assert(heard[0]).toBe("My cat is Ada.");
      assert(heard.filter((text) => text.includes("Who is my cat?"))).toHaveLength(1);
      await alice.send("/status");
      await expect(alice).toSee("Turn Count: 4");
    });

    played("while a tool waits for permission has done nothing, and it can be discarded", async () => {
      await using stage = await setClaudeAssistant({ column });
      const { alice, anthropic, bot, workspaces } = stage;
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
      assert(existsSync(join(workspaces, String(alice.id), "tidied"))).toBe(false);
    });
  });
}
