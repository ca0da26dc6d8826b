import { expect, test } from "vitest";
import { type AuditEntry, openSessions, type SessionStore, silentLog } from "#core";
import { startTelegram } from "#harness";
import { memoryBackend } from "#stores";
import { Talker } from "../../acceptance/stage/talker.ts";
import type { Aftermath, SessionLeft } from "./aftermath.ts";
import { Judge } from "./judge.ts";
import { Tally } from "./tally.ts";

/** One user who has asked twice, a store with `counted` turns, and the bot's part played by hand. */
async function oneUser({ counted }: { counted: number }) {
  const telegram = await startTelegram();
  const { token, updates } = telegram.bot({ username: "hand_bot" });
  const talker = new Talker(telegram.user({ firstName: "Alice" }), "secret");
  const { id } = talker.user;
  const backend = memoryBackend();
  await backend.open(silentLog);
  const sessions: SessionStore = openSessions(backend);
  await talker.speak();
  await talker.speak();
  for (let turn = 0; turn < counted; turn++) await sessions.update(id, (session) => session.countTurn());
  const tally = new Tally();
  const judge = new Judge([talker], tally);
  const say = async (text: string): Promise<void> => {
    const body = JSON.stringify({ chat_id: id, text });
    const headers = { "content-type": "application/json" };
    await fetch(`${telegram.apiRoot}/bot${token}/sendMessage`, { method: "POST", headers, body });
  };
  return {
    talker,
    tally,
    judge,
    updates,
    say,
    answer: (number: number, before = "", after = "") =>
      say(`🪞 Echo (a stand-in, no real agent): ${before}secret ${number}${after}`),
    settled: async (audit: readonly AuditEntry[] = []) =>
      judge.assertSettled(new Map([[id, await sessions.inspect(id)]]), audit),
    left: (turnCount: number, numbers: readonly number[] = []): Aftermath => ({
      sessions: new Map([[id, { turnCount, seen: [], turns: numbers.map((number) => answered(id, talker, number)) }]]),
      unfinished: new Map(),
      held: new Set(),
      aside: 0,
      audit: [],
    }),
    [Symbol.asyncDispose]: () => telegram[Symbol.asyncDispose](),
  };
}

const answered = (chatId: number, talker: Talker, number: number): SessionLeft["turns"][number] => {
  const turn = { id: `turn-${number}`, sessionId: "any", kind: "prompt", state: "answered", chatId } as const;
  return { ...turn, messageIds: [...talker.partsOf(number)] };
};

test("a message that is not answered, not counted, or counted twice is a failure", async () => {
  await using right = await oneUser({ counted: 2 });
  await right.answer(1);
  await expect(right.settled()).rejects.toThrow("message 2 of Alice was not answered");
  await right.answer(2);
  await right.settled();
  for (const counted of [1, 3]) {
    await using wrong = await oneUser({ counted });
    await expect(wrong.settled()).rejects.toThrow("turn count of Alice");
  }
});

test("an answer may come twice only if a kill is seen to have fallen between it and its commit", async () => {
  await using user = await oneUser({ counted: 2 });
  await user.answer(1);
  user.judge.note(user.left(2, [1, 2]), "after reply");
  for (const number of [1, 2]) await user.answer(number);
  await user.settled();
  expect(user.tally.at("after reply")).toMatchObject({ kills: 1, duplicates: 1 });
  await user.answer(2);
  await expect(user.settled()).rejects.toThrow("message 2 of Alice was answered 2 times, and 0 kills fell between");
});

test("at a kill each message is counted, or with Telegram, or in the inbox: one that is in none is lost", async () => {
  await using user = await oneUser({ counted: 0 });
  user.judge.assertAllAccountedFor(user.left(0), user.updates);
  expect(() => user.judge.assertAllAccountedFor(user.left(1), user.updates)).toThrow("1 counted and 2 to come, of 2");
  user.updates.clear();
  user.judge.assertAllAccountedFor(user.left(2), user.updates);
  expect(() => user.judge.assertAllAccountedFor(user.left(1), user.updates)).toThrow("1 counted and 0 to come, of 2");
});

test("answers out of their order are a failure", async () => {
  await using user = await oneUser({ counted: 2 });
  await user.answer(2);
  await expect(user.talker.settled()).rejects.toThrow("prompt 2 was answered out of its order: 1 comes next");
});

test("an album that is answered without one of its pictures is a failure, and is counted once", async () => {
  await using user = await oneUser({ counted: 2 });
  for (const number of [1, 2]) await user.answer(number);
  await user.talker.show();
  user.judge.assertAllAccountedFor(user.left(0), user.updates);
  await user.answer(3, "", "\n📎 photo.jpg (20 bytes)");
  await expect(user.talker.settled()).rejects.toThrow("prompt 3 was answered without all of its pictures");
});

test("what was allowed and is not in the audit log is a failure", async () => {
  await using user = await oneUser({ counted: 3 });
  await user.talker.ask();
  for (const number of [1, 2]) await user.answer(number);
  await user.answer(3, "I would now run: ");
  const { id: userId } = user.talker.user;
  const asked = {
    at: "2026-01-01T00:00:00Z",
    userId,
    chatId: userId,
    sessionId: "any",
    turnId: "turn-3",
    requestId: "r",
  };
  const about = { ...asked, tool: "Bash", title: "Run a command", detail: "secret 3", outcome: "asked" } as const;
  await expect(user.settled([about])).rejects.toThrow("what allowed message 3 of Alice is not audited");
  await user.settled([about, { ...about, detail: undefined, outcome: "allowed once" }]);
});

test("a compaction begins the count anew, and its user is told, or else neither", async () => {
  await using user = await oneUser({ counted: 1 });
  user.judge.counts.expectCompaction(user.talker);
  await user.talker.speak();
  for (const number of [1, 2, 3]) await user.answer(number);
  await expect(user.settled()).rejects.toThrow("Alice is told: nothing");
  await user.say("✅ Session compacted! Turn count reset.");
  await user.settled();
  await user.say("⚠️ Compacting was interrupted, nothing was changed.");
  await expect(user.settled()).rejects.toThrow("Alice is told: ⚠️ Compacting was interrupted");
});
