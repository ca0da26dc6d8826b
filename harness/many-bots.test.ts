import type { Update } from "@grammyjs/types";
import { expect as assert, test } from "vitest";
import { startTelegram } from "./telegram.ts";

const COUNT = 200;

test("two hundred bots in one server share nothing but the people", async () => {
  await using telegram = await startTelegram();
  const alice = telegram.user({ firstName: "Alice" });
  const bots = Array.from({ length: COUNT }, (_, number) => telegram.bot({ username: `bot_${number}` }));
  assert(new Set(bots.map(({ token }) => token)).size).toBe(COUNT);
  const call = async <T>(token: string, method: string, args: object = {}): Promise<T> => {
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(args) };
    const answer = await fetch(`${telegram.apiRoot}/bot${token}/${method}`, init);
    return (await answer.json()) as T;
  };

  // All of them wait for updates before the first one comes.
  const polls = bots.map(({ token }) => call<{ result: Update[] }>(token, "getUpdates", { timeout: 30 }));
  for (const bot of bots) await alice.send(`to ${bot.me.username}`, { in: bot });
  for (const [number, { result }] of (await Promise.all(polls)).entries()) {
    assert(result.map(({ message }) => message?.text)).toEqual([`to bot_${number}`]);
  }

  // Each answers, sets a command, and acknowledges what it got.
  await Promise.all(
    bots.map(async ({ token, me: { username } }, number) => {
      assert(await call(token, "getMe")).toMatchObject({ result: { username } });
      await call(token, "sendMessage", { chat_id: alice.id, text: `from ${username}` });
      await call(token, "setMyCommands", { commands: [{ command: `c${number}`, description: "One" }] });
      await call(token, "getUpdates", { offset: -1 });
    }),
  );
  for (const [number, bot] of bots.entries()) {
    assert(alice.messages(bot).map(({ text }) => text)).toEqual([`to bot_${number}`, `from bot_${number}`]);
    assert(await call(bot.token, "getMyCommands")).toMatchObject({ result: [{ command: `c${number}` }] });
  }

  // A block, a fault of one chat and an open update of one bot's are its own.
  const [one, other] = bots as [(typeof bots)[0], (typeof bots)[0]];
  await alice.block(one);
  const send = ({ token }: typeof one) => call(token, "sendMessage", { chat_id: alice.id, text: "hello" });
  assert(await send(one)).toMatchObject({ ok: false, error_code: 403 });
  assert(await send(other)).toMatchObject({ ok: true });
  await alice.send("again", { in: other });
  assert([one.updates.size, other.updates.size]).toEqual([2, 2]);
  assert(await call(`${one.id}:wrong`, "getMe")).toMatchObject({ ok: false, error_code: 401 });
});
