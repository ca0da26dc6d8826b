import { expect, test } from "vitest";
import { openSessions, type SessionStore, silentLog } from "#core";
import { startTelegram } from "#harness";
import { memoryBackend } from "#stores";
import { Talker } from "../../acceptance/stage/talker.ts";
import type { Aftermath } from "./aftermath.ts";
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
  return {
    talker,
    tally,
    judge,
    updates,
    async answer(number: number): Promise<void> {
      const body = JSON.stringify({ chat_id: id, text: `🪞 Echo (a stand-in, no real agent): secret ${number}` });
      const headers = { "content-type": "application/json" };
      await fetch(`${telegram.apiRoot}/bot${token}/sendMessage`, { method: "POST", headers, body });
    },
    settled: async () => judge.assertSettled(new Map([[id, await sessions.inspect(id)]])),
    left: (turnCount: number, prompts: readonly string[] = []): Aftermath => ({
      sessions: new Map([
        [id, { turnCount, seen: [], turns: prompts.map((prompt) => ({ prompt, state: "answered" })) }],
      ]),
      unfinished: new Map(),
      held: new Set(),
      aside: 0,
    }),
    [Symbol.asyncDispose]: () => telegram[Symbol.asyncDispose](),
  };
}

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
  user.judge.note(user.left(2, ["secret 1", "secret 2"]), "after reply");
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
