import { describe, expect, test, vi } from "vitest";
import { type Group, expect as see } from "#harness";
import { setTalk } from "../testing/agent-by-hand.fixture.ts";

const refused = { status: 400, description: "Bad Request: method is not available" } as const;
const flooded = { status: 429, description: "Too Many Requests: retry after 3", retryAfter: 3 } as const;
const WAITS = { within: 10_000 } as const;

// All of them wait for the seconds that Telegram has to be left in peace, and can do so together.
describe.concurrent("while a turn runs in a private chat", () => {
  test("its answer grows in a draft, with the tools at work below; then the answer is the only message", async () => {
    await using stage = await setTalk();
    const { alice, agent } = stage;
    await alice.send("go");
    const turn = await agent.next();
    turn.progress("I'll **look");
    turn.step({ id: "1", tool: "Bash", line: "npm test", state: "running" });
    await see(alice).toSeeDraft("I'll look\n\n🔧 Bash: npm test …", WAITS);
    turn.step({ id: "1", tool: "Bash", line: "npm test", state: "done" });
    await see(alice).toSeeDraft("🔧 Bash: npm test ✔", WAITS);
    turn.answer("All **green**.");
    await see(alice).toSee("All green.");
    expect(alice.messages().filter(({ from }) => from?.is_bot)).toHaveLength(1);
  });

  test("where drafts are refused a message grows, and the answer takes its place", async () => {
    await using stage = await setTalk();
    stage.telegram.faults.add({ method: "sendMessageDraft", answer: refused });
    stage.telegram.oracles.allowRefusal("method is not available");
    const { alice, agent } = stage;
    await alice.send("go");
    const turn = await agent.next();
    turn.progress("So");
    const { message } = await see(alice).toSee("So", WAITS);
    turn.progress("So far");
    await see(alice).toSee("So far", WAITS);
    turn.answer("So far so good.");
    const final = await see(alice).toSee("So far so good.");
    expect(final.message.message_id).toBe(message.message_id);
    expect(stage.telegram.calls.of("sendMessageDraft")).toHaveLength(1);
  });

  test("of many tools the latest three are shown", async () => {
    await using stage = await setTalk();
    const { alice, agent } = stage;
    await alice.send("go");
    const turn = await agent.next();
    for (const id of "12345") turn.step({ id, tool: "Read", line: `${id}.ts`, state: id === "4" ? "failed" : "done" });
    await see(alice).toSeeDraft("… 2 earlier\n🔧 Read: 3.ts ✔\n🔧 Read: 4.ts ✘\n🔧 Read: 5.ts ✔", WAITS);
    turn.answer("Done.");
    await see(alice).toSee("Done.");
  });
});

describe.concurrent("a turn that ends without an answer", () => {
  test("types no more when its question is answered after its end", async () => {
    await using stage = await setTalk();
    const { alice, agent, telegram } = stage;
    await alice.send("go");
    const dropped = await agent.next();
    const decision = dropped.ask({ id: "t1", tool: "Bash", title: "Run a command", detail: "make", key: "make" });
    await see(alice).toSeeButton("Deny");
    const hold = telegram.faults.hold({ method: "editMessageText", at: "before" });
    await alice.send("/clear");
    await see(alice).toSee("cleared");
    await hold.held;
    await alice.send("again");
    const turn = await agent.next();
    const before = telegram.calls.of("sendChatAction").length;
    hold.release();
    expect(await decision).toBe("deny");
    turn.progress("Another");
    await see(alice).toSeeDraft("Another", WAITS);
    // Of the one that runs.
    expect(telegram.calls.of("sendChatAction").length - before).toBe(1);
    turn.answer("Done.");
    await see(alice).toSee("Done.");
  });
});

describe.concurrent("while a turn runs in a group", () => {
  async function setGroup() {
    const stage = await setTalk();
    const group: Group = stage.telegram.group({ members: [stage.alice] });
    await stage.alice.send("@holdfast_bot go", { in: group });
    return Object.assign(stage, { group, turn: await stage.agent.next() });
  }

  test("however fast the answer grows, few edits show it, and the answer takes their place", async () => {
    await using stage = await setGroup();
    const { alice, group, turn, telegram } = stage;
    for (let count = 1; count <= 500; count++) turn.progress("word ".repeat(count));
    await see(alice).toSee("word word", { in: group, ...WAITS });
    for (let count = 501; count <= 700; count++) turn.progress("word ".repeat(count));
    turn.answer("Enough.");
    const { message } = await see(alice).toSee("Enough.", { in: group });
    expect(telegram.calls.of("sendMessage")).toHaveLength(1);
    expect(telegram.calls.of("editMessageText")).toHaveLength(1);
    expect(alice.messages(group).at(-1)?.message_id).toBe(message.message_id);
  });

  test("an answer whose growing message was deleted comes as a new one", async () => {
    await using stage = await setGroup();
    const { alice, group, turn } = stage;
    stage.telegram.oracles.allowRefusal("message to edit not found");
    turn.progress("So far");
    await see(alice).toSee("So far", { in: group, ...WAITS });
    stage.telegram.faults.add({
      method: "editMessageText",
      answer: { status: 400, description: "Bad Request: message to edit not found" },
    });
    turn.answer("So far so good.");
    await see(alice).toSee("So far so good.", { in: group });
  });
});

describe.concurrent("when Telegram asks to slow down", () => {
  test("nothing is called in this chat before the time is over, others are answered, and the answer arrives", async () => {
    await using stage = await setTalk();
    const { alice, bob, agent, telegram } = stage;
    telegram.faults.add({ method: "sendMessageDraft", chat: alice, answer: flooded });
    await alice.send("go");
    const turn = await agent.next();
    turn.progress("So far");
    await vi.waitFor(() => expect(telegram.calls.of("sendMessageDraft")).toHaveLength(1), { timeout: 5_000 });
    turn.progress("So far so");
    turn.answer("So far so good.");
    await bob.send("hello");
    (await agent.next()).answer("Hello, Bob.");
    await see(bob).toSee("Hello, Bob.", WAITS);
    await see(alice).toSee("So far so good.", WAITS);
    const [draft] = telegram.calls.of("sendMessageDraft");
    const answer = telegram.calls.of("sendMessage").find((call) => call.arguments.text("chat_id") === String(alice.id));
    expect((answer?.at ?? 0) - (draft?.at ?? 0)).toBeGreaterThanOrEqual(2_990);
  });

  test("what could not be shown meanwhile is shown afterwards, in its latest state", async () => {
    await using stage = await setTalk();
    const { alice, agent, telegram } = stage;
    telegram.faults.add({ method: "sendMessageDraft", answer: { ...flooded, retryAfter: 1 } });
    await alice.send("go");
    const turn = await agent.next();
    turn.progress("One");
    await vi.waitFor(() => expect(telegram.calls.of("sendMessageDraft")).toHaveLength(1), { timeout: 5_000 });
    for (const text of ["One two", "One two three"]) turn.progress(text);
    await see(alice).toSeeDraft(/^One two three$/, WAITS);
    turn.answer("Done.");
    await see(alice).toSee("Done.");
  });
});
