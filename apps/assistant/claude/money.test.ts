import { expect as assert, test, vi } from "vitest";
import { expect } from "#harness";
import { describeWithClaude } from "../../../harness/anthropic/claude.fixture.ts";
import { SOON, setClaudeAssistant } from "./claude-assistant.fixture.ts";

vi.setConfig({ testTimeout: 120_000 });

describeWithClaude("the money that Claude Code may cost", () => {
  test("ends a turn when a user has used theirs up, and so their next one, and nobody else's", async () => {
    await using stage = await setClaudeAssistant({ env: { USD_PER_USER_AND_DAY: "0.50" } });
    const { alice, bob, anthropic, bot } = stage;
    anthropic.when("look").say("Nothing there.").costs({ input: 10_000, output: 1_000 });
    anthropic.when("work").use("Bash", { command: "echo 1" }).costs({ input: 200_000, output: 10_000 }).say("Never.");
    anthropic.when("hello").say("Hi.");
    await alice.send("look");
    await expect(alice).toSee(/^Nothing there\.$/, SOON);
    await alice.send("work");
    await expect(alice).toSee("❌ The money for today is used up. There is more after midnight, UTC.", SOON);
    // What was left, and not all that is hers.
    assert(bot.output).toMatch(/error_max_budget_usd.*Reached maximum budget \(\$0\.[34]\d*\)/);
    await alice.send("hello");
    await expect(alice).toSee("❌ Your $0.50 for today are used up. There is more after midnight, UTC.", SOON);
    await bob.send("hello");
    await expect(bob).toSee(/^Hi\.$/, SOON);
    assert(anthropic.requests.map(({ prompt }) => prompt)).toEqual(["look", "work", "hello"]);
  });
});
