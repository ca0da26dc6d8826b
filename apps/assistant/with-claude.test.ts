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

describeWithClaude("the assistant with Claude Code", () => {
  test("asks before a tool acts: what is allowed is done, what is denied is not, and what is stopped ends", async () => {
    await using stage = await setClaudeAssistant();
    const { alice, anthropic, directory } = stage;
    const isDone = (name: string) => existsSync(join(directory, "workspaces", String(alice.id), name));
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
    const hold = anthropic.hold();
    anthropic.when("Take your time.").say("Well, ").hold(hold).say("done.");
    anthropic.when("Are you there?").say("I am.");
    await alice.send("Take your time.");
    const request = await hold.held;
    await alice.send("/stop");
    await expect(alice).toSee("⏹️ Stopped. Our conversation stays.");
    assert(await request.ended).toBe("hung up");
    await alice.send("Are you there?");
    await expect(alice).toSee(/^I am\.$/, SOON);
    assert(anthropic.requests.at(-1)!.history[0]!.text).toBe("Allow it.");
  });

  test("survives the death of its agent: the user decides, and the conversation goes on", async () => {
    await using stage = await setClaudeAssistant();
    const { alice, anthropic } = stage;
    await stage.acquaint();
    const hold = anthropic.hold();
    anthropic
      .when(/Who is my cat|You were interrupted/)
      .say("It is ")
      .hold(hold)
      .say("Ada.");
    await alice.send("Who is my cat?");
    await hold.held;
    for (const pid of await stage.agents()) process.kill(pid, "SIGKILL");
    await expect(alice).toSeeButton("🔁 Retry", SOON);
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

  test("keeps two users who work at once apart, in their words and in their files", async () => {
    await using stage = await setClaudeAssistant({ CLAUDE_PERMISSION_MODE: "acceptEdits" });
    const { alice, bob, anthropic, telegram } = stage;
    const words = new Map([
      [alice, telegram.canaries.plant(alice, "heliotrope")],
      [bob, telegram.canaries.plant(bob, "vermilion")],
    ]);
    for (const word of words.values()) {
      anthropic.when(`Remember ${word}`).use("Write", { file_path: "word.txt", content: word }).say("Written.");
    }
    anthropic.when("Recall it").use("Read", { file_path: "word.txt" }).say("Read.");
    await Promise.all([...words].map(([user, word]) => user.send(`Remember ${word}`)));
    for (const user of words.keys()) await expect(user).toSee(/^Written\.$/, SOON);
    await Promise.all([...words.keys()].map((user) => user.send("Recall it")));
    for (const user of words.keys()) await expect(user).toSee(/^Read\.$/, SOON);
    const recalled = anthropic.requests.filter(({ results }) => results.length > 0).slice(-2);
    const heard = recalled.map(({ history }) => history.map(({ text }) => text).join("\n"));
    const [hers = "", his = ""] = words.values();
    assert(heard.filter((text) => text.includes(hers) && !text.includes(his))).toHaveLength(1);
    assert(heard.filter((text) => text.includes(his) && !text.includes(hers))).toHaveLength(1);
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
    await stage.acquaint();
    anthropic.whenCompacting().say("<summary>A cat called Ada.</summary>");
    await alice.send("/compact");
    await expect(alice).toSee("✅ Session compacted! Turn count reset.", SOON);
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
