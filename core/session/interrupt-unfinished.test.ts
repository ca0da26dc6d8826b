import { expect, test } from "vitest";
import {
  Agent,
  type Answer,
  type Backend,
  type Compacted,
  interruptEveryUnfinished,
  interruptUnfinished,
  newSessionId,
  openSessions,
  silentLog,
} from "#core";
import { expect as see } from "#harness";
import { ChatPlugin } from "#plugins";
import { memoryBackend } from "#stores";
import { setStage } from "../testing/stage.fixture.ts";

class Repeating implements Agent {
  readonly name = "repeating";
  readonly runsCode = false;
  readonly ran: string[] = [];
  async run({ prompt }: { readonly prompt: string }): Promise<Answer> {
    this.ran.push(prompt);
    return { text: `done ${prompt}` };
  }
  async compact(): Promise<Compacted> {
    this.ran.push("(compact)");
    return {};
  }
}

/**
 * A ledger as a backup taken in the midst of work has it: a turn whose answer is stored and not yet delivered, a compaction,
 * and one more waiting.
 */
async function leaveWork(backend: Backend, userId: number): Promise<void> {
  const sessionId = newSessionId(userId);
  for (const id of ["a", "b"]) await backend.compareAndSet(`prompt:${id}`, undefined, `prompt ${id}`);
  await openSessions(backend).update(userId, (session) => {
    session.begin(sessionId);
    session.acceptPrompt({ id: "a", chatId: userId });
    session.acceptCompact({ id: "c", chatId: userId });
    session.acceptPrompt({ id: "b", chatId: userId });
    session.startTurn("a");
  });
  await backend.compareAndSet("answer:a", undefined, "answer a");
}

test("turns brought back wait without a receipt; the next message brings the buttons, and each is answered once", async () => {
  const agent = new Repeating();
  const backend = memoryBackend();
  await using stage = await setStage({
    backend,
    plugins: [ChatPlugin],
    provide: (container) => void container.registerInstance<Agent>(Agent, agent),
  });
  const { alice } = stage;
  await stage.bot.stop();
  await backend.open(silentLog);
  await leaveWork(backend, alice.id);
  expect(await interruptEveryUnfinished(backend)).toBe(1);
  expect(await interruptEveryUnfinished(backend), "the second time").toBe(0);

  await using _again = await setStage({
    backend,
    token: stage.account.token,
    apiRoot: stage.telegram.apiRoot,
    plugins: [ChatPlugin],
    provide: (container) => void container.registerInstance<Agent>(Agent, agent),
  });
  await alice.send("next");
  await see(alice).toSee("⏳ Queued: 2 ahead. An interrupted one holds them up", { within: 5_000 });
  expect(alice.messages().filter(({ text }) => text?.includes("I was interrupted"))).toEqual([]);
  await alice.press("🔁 Retry");
  await see(alice).toSee("answer a", { within: 5_000 });
  await see(alice).toSee("I was interrupted while working on this:\n\n“prompt b”", { within: 5_000 });
  await alice.press("🔁 Retry");
  await see(alice).toSee("done prompt b", { within: 5_000 });
  await see(alice).toSee("done next", { within: 5_000 });
  expect(agent.ran, "a was answered before").toEqual(["prompt b", "next"]);
});

test("a ledger of compactions alone is brought back empty, and is not looked after any more", async () => {
  const backend = memoryBackend();
  await backend.open(silentLog);
  await openSessions(backend).update(7, (session) => {
    session.begin("user_7_01234567");
    session.acceptCompact({ id: "c", chatId: 7 });
  });
  expect(await interruptEveryUnfinished(backend)).toBe(1);
  for await (const key of backend.marked("turns")) expect.fail(key);
  expect(await openSessions(backend).read(7)).toMatchObject({ id: "user_7_01234567", turns: [] });
});

test("what is not a sound session, and what has nothing unfinished, stays as it is to the byte", async () => {
  const backend = memoryBackend();
  await backend.open(silentLog);
  await openSessions(backend).update(7, (session) => session.countTurn());
  const sound = (await backend.read("session:7")) ?? "";
  const newer = sound.replace('"format":1', '"format":2');
  for (const raw of [sound, newer, sound.replace("7", "8"), "", "rubbish"]) expect(interruptUnfinished(raw)).toBe(raw);
});
