import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect as assert, vi } from "vitest";
import { expect, type User } from "#harness";
import { describeWithClaude } from "../../../harness/anthropic/claude.fixture.ts";
import { nameOf } from "../../acceptance/stage/column.ts";
import { saidBy } from "../testing/said-by.ts";
import { oneOfEach } from "./cells.fixture.ts";
import { RETRIED, SOON, setClaudeAssistant } from "./claude-assistant.fixture.ts";

vi.setConfig({ testTimeout: 120_000 });

/** As for any bot that takes over: `apps/acceptance/scenarios/owner.scenario.ts`. */
const TAKES_OVER = { within: 10_000 };

async function setTwoBots(options: Parameters<typeof setClaudeAssistant>[0]) {
  const stage = await setClaudeAssistant(options);
  await stage.acquaint();
  const second = stage.anotherBot();
  await second.start({ until: /waiting: another process owns the store/ });
  return {
    ...stage,
    /** The first bot is no more, and Telegram tries a webhook again. */
    async killFirst(): Promise<void> {
      await stage.bot.kill();
      stage.telegram.clock.advance(TAKES_OVER.within);
    },
  };
}

const receipts = (user: User) => saidBy(user).filter((text) => text.includes("I was interrupted"));

for (const { column, played } of oneOfEach) {
  describeWithClaude(
    `of two bots with Claude Code the second takes over from one that was killed, ${nameOf(column)}`,
    () => {
      played("while a turn runs and others wait: those run, and Retry goes on with the conversation", async () => {
        await using stage = await setTwoBots({ column, env: { TURNS_AT_ONCE: "1" } });
        const { alice, bob, anthropic } = stage;
        const hold = anthropic.hold();
        anthropic.when("Who is my cat?").say("It is ").hold(hold).say("never told.");
        anthropic.when(RETRIED).say("It is Ada.");
        anthropic.when("And my dog?").say("None.");
        anthropic.when("hello").say("Hi.");
        await alice.send("Who is my cat?");
        const request = await hold.held;
        await stage.kept("Who is my cat?");
        await alice.send("And my dog?");
        await expect(alice).toSee("⏳ Queued: 1 ahead.");
        await bob.send("hello");
        await expect(bob).toSee("⏳ As many requests are at work as may be (1).");
        await stage.killFirst();
        await expect(alice).toSee("I was interrupted while working on this:\n\n“Who is my cat?”", TAKES_OVER);
        await expect(bob).toSee(/^Hi\.$/, SOON);
        assert(await request.ended).toBe("hung up");
        assert(await stage.agents()).toEqual([]);
        assert(receipts(alice)).toHaveLength(1);
        await expect(alice).toSeeButton("🗑️ Discard");
        await alice.press("🔁 Retry");
        await expect(alice).toSee(/^It is Ada\.$/, SOON);
        await expect(alice).toSee(/^None\.$/, SOON);
        const asked = anthropic.requests.map(({ prompt }) => prompt);
        assert(asked.filter((prompt) => prompt !== "hello").slice(1)).toEqual([
          "Who is my cat?",
          assert.stringMatching(RETRIED),
          "And my dog?",
        ]);
        assert(asked.filter((prompt) => prompt === "hello")).toHaveLength(1);
        assert(anthropic.requests.at(-1)!.history[0]!.text).toBe("My cat is Ada.");
        assert(saidBy(alice).filter((text) => /^(It is Ada|None)\.$/.test(text))).toHaveLength(2);
        await alice.send("/status");
        await expect(alice).toSee("Turn Count: 3");
      });

      played("while a tool waits for permission: nothing was done, and Retry asks for it again", async () => {
        await using stage = await setTwoBots({ column });
        const { alice, anthropic, workspaces } = stage;
        const isDone = () => existsSync(join(workspaces, String(alice.id), "tidied"));
        anthropic
          .when(/Tidy up|You were interrupted/)
          .use("Bash", { command: "touch tidied" })
          .say("Tidied.");
        await alice.send("Tidy up.");
        await expect(alice).toSeeButton("Allow once", SOON);
        await stage.killFirst();
        await expect(alice).toSee("I was interrupted while working on this:\n\n“Tidy up.”", TAKES_OVER);
        assert(receipts(alice)).toHaveLength(1);
        assert(await stage.agents()).toEqual([]);
        assert(isDone()).toBe(false);
        await alice.press("🔁 Retry");
        await expect(alice).toSee("touch tidied", SOON);
        await alice.press("Allow once");
        await expect(alice).toSee(/^Tidied\.$/, SOON);
        assert(isDone()).toBe(true);
        assert(anthropic.requests.at(-1)!.history[0]!.text).toBe("My cat is Ada.");
      });
    },
  );
}
