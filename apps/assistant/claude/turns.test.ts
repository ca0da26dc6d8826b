import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect as assert, test, vi } from "vitest";
import { expect } from "#harness";
import { describeWithClaude } from "../../../harness/anthropic/claude.fixture.ts";
import { killAll } from "../../../harness/bots/kill-all.fixture.ts";
import { saidBy } from "../testing/said-by.ts";
import { RETRIED, SOON, setClaudeAssistant } from "./claude-assistant.fixture.ts";

vi.setConfig({ testTimeout: 120_000 });

describeWithClaude("the assistant with Claude Code", () => {
  test("asks before a tool acts: what is allowed is done, and what is denied is not", async () => {
    await using stage = await setClaudeAssistant();
    const { alice, anthropic, workspaces } = stage;
    const isDone = (name: string) => existsSync(join(workspaces, String(alice.id), name));
    anthropic.when("Allow it.").use("Bash", { command: "touch allowed" }).say("Made.");
    await alice.send("Allow it.");
    await expect(alice).toSee("touch allowed", SOON);
    assert(isDone("allowed")).toBe(false);
    await alice.press("Allow once");
    await expect(alice).toSee(/^Made\.$/, SOON);
    assert(isDone("allowed")).toBe(true);
    anthropic.when("Deny it.").use("Bash", { command: "touch denied" }).say("Left alone.");
    await alice.send("Deny it.");
    await expect(alice).toSee("touch denied", SOON);
    await alice.press("Deny");
    await expect(alice).toSee(/^Left alone\.$/, SOON);
    assert(isDone("denied")).toBe(false);
  });

  test("is stopped at once by /stop, and the conversation goes on", async () => {
    await using stage = await setClaudeAssistant();
    const { alice, anthropic } = stage;
    const hold = anthropic.hold();
    anthropic.when("a long story").say("Once upon").hold(hold).say(" a time.");
    await alice.send("a long story");
    const request = await hold.held;
    await alice.send("/stop");
    await expect(alice).toSee("⏹️ Stopped. Our conversation stays.", SOON);
    assert(await request.ended).toBe("hung up");
    anthropic.when("shorter").say("The end.");
    await alice.send("shorter");
    await expect(alice).toSee(/^The end\.$/, SOON);
    assert(anthropic.requests.at(-1)!.history[0]!.text).toContain("a long story");
    assert(await stage.agents()).toEqual([]);
  });

  test("survives the death of its agent: the user decides, and the conversation goes on", async () => {
    await using stage = await setClaudeAssistant();
    const { alice, anthropic } = stage;
    await stage.acquaint();
    const hold = anthropic.hold();
    anthropic.when("Who is my cat?").say("It is ").hold(hold).say("never told.");
    anthropic.when(RETRIED).say("It is Ada.");
    await alice.send("Who is my cat?");
    await hold.held;
    await stage.kept("Who is my cat?");
    killAll((await stage.agents()).map(({ pid }) => pid));
    await expect(alice).toSee("⚠️ The agent stopped unexpectedly.\n\n“Who is my cat?”\n\nYour session is safe.", SOON);
    await alice.press("🔁 Retry");
    await expect(alice).toSee(/^It is Ada\.$/, SOON);
    assert(anthropic.requests.at(-1)!.history[0]!.text).toBe("My cat is Ada.");
  });

  test("waits out a 429 of the service, and a Telegram that is flooded in mid-stream", async () => {
    await using stage = await setClaudeAssistant();
    const { alice, anthropic, telegram } = stage;
    const flooded = { status: 429, description: "Too Many Requests: retry after 1", retryAfter: 1 };
    const hold = anthropic.hold();
    anthropic.when("hello").fail({ status: 429, retryAfter: 1 }).say("Good ").hold(hold).say("morning.");
    await alice.send("hello");
    await hold.held;
    telegram.faults.add({ method: "sendMessageDraft", chat: alice, times: 2, answer: flooded });
    telegram.faults.add({ method: "sendMessage", chat: alice, times: 2, answer: flooded });
    hold.release();
    await expect(alice).toSee(/^Good morning\.$/, SOON);
    assert(saidBy(alice)).toEqual(["Good morning."]);
  });

  test("keeps two users who work at once apart: in their words, and in all that a command of theirs can find", async () => {
    await using stage = await setClaudeAssistant({
      env: { CLAUDE_SANDBOX: "true", CLAUDE_PERMISSION_MODE: "acceptEdits" },
    });
    const { alice, bob, anthropic, telegram, workspaces } = stage;
    const words = new Map([
      [alice, telegram.canaries.plant(alice, "heliotrope")],
      [bob, telegram.canaries.plant(bob, "vermilion")],
    ]);
    for (const word of words.values()) {
      anthropic.when(`Remember ${word}`).use("Write", { file_path: "word.txt", content: word }).say("Written.");
    }
    const everywhere = `cat word.txt ../*/word.txt ${workspaces}/*/word.txt; grep -rs . $CLAUDE_CONFIG_DIR/..`;
    anthropic.when("Look around").use("Bash", { command: everywhere }).say("Seen.");
    await Promise.all(
      [...words].map(async ([user, word]) => {
        await user.send(`Remember ${word}`);
        await expect(user).toSee(/^Written\.$/, SOON);
      }),
    );
    await Promise.all(
      [...words.keys()].map(async (user) => {
        await user.send("Look around");
        await expect(user).toSeeButton("Allow once", SOON);
        await user.press("Allow once");
        await expect(user).toSee(/^Seen\.$/, SOON);
      }),
    );
    const heard = new Map(anthropic.requests.map(({ session, body }) => [session, JSON.stringify(body.messages)]));
    const found = [...heard.values()].map((text) => [...words.values()].filter((word) => text.includes(word)));
    assert(found.toSorted()).toEqual([["heliotrope"], ["vermilion"]]);
  });

  test("delivers an answer of 60,000 characters whole", async () => {
    await using stage = await setClaudeAssistant();
    const { alice, anthropic } = stage;
    const lines = Array.from({ length: 1_500 }, (_, index) => `Line ${index + 1} of a very long answer, indeed.`);
    const answer = lines.join("\n\n");
    assert(answer.length).toBeGreaterThan(60_000);
    anthropic.when("Tell me all.").say(answer);
    await alice.send("Tell me all.");
    await expect(alice).toSee("📄 The whole answer", SOON);
    const message = alice.messages().findLast(({ document }) => document);
    assert(Buffer.from(await alice.open(message!)).toString()).toBe(answer);
  });

  test("compacts by command and when the context is nearly full, and a clear can be undone", async () => {
    await using stage = await setClaudeAssistant();
    const { alice, anthropic } = stage;
    anthropic.when("My cat is Ada.").say("Noted.").costs({ input: 90_000, output: 10 });
    await alice.send("My cat is Ada.");
    await expect(alice).toSee(/^Noted\.$/, SOON);
    anthropic.whenCompacting().say("<summary>A cat called Ada.</summary>");
    await alice.send("/compact keep the names");
    await expect(alice).toSee(/^✅ Session compacted! Turn count reset\.\n90,\d{3} → [\d,]{3,6} tokens$/, SOON);
    assert(anthropic.requests.at(-1)!.prompt).toContain("keep the names");
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 0");
    anthropic.when("Go on.").say("Gladly.").costs({ input: 990_000 });
    await alice.send("Go on.");
    await expect(alice).toSee(/^Gladly\.$/, SOON);
    assert(anthropic.requests.at(-1)!.history[0]!.text).toContain("A cat called Ada.");
    anthropic.when("And now?").say("Still here.");
    await alice.send("And now?");
    await expect(alice).toSee("🗜️ Auto-compact", SOON);
    await expect(alice).toSee(/^Still here\.$/, SOON);
    await alice.send("/clear");
    await expect(alice).toSee("Conversation history cleared!");
    await alice.press("↩️ Undo");
    anthropic.when("Who is my cat?").say("Ada.");
    await alice.send("Who is my cat?");
    await expect(alice).toSee(/^Ada\.$/, SOON);
    assert(anthropic.requests.at(-1)!.history.length).toBeGreaterThan(1);
  });
});
