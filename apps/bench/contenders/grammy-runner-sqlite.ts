import "./usage-report.ts";
import { run, sequentialize } from "@grammyjs/runner";
import { KeyvSqlite } from "@keyv/sqlite";
import { Bot, type Context, type SessionFlavor, type StorageAdapter, session } from "grammy";
import { Keyv } from "keyv";

interface Count {
  turns: number;
}

/**
 * grammY as its documentation recommends it under load: the runner, `sequentialize` by the session's key, and sessions in
 * SQLite through Keyv, with the settings that Keyv's adapter has for several writers.
 * @see https://grammy.dev/advanced/scaling
 */
const [, , apiRoot = "", file = ""] = process.argv;
const keyv = new Keyv<Count>({ store: new KeyvSqlite({ uri: `sqlite://${file}`, wal: true, busyTimeout: 5_000 }) });
const storage: StorageAdapter<Count> = {
  read: (key) => keyv.get(key),
  write: async (key, value) => void (await keyv.set(key, value)),
  delete: async (key) => void (await keyv.delete(key)),
};
const getSessionKey = (ctx: Context) => ctx.chat?.id.toString();
const bot = new Bot<Context & SessionFlavor<Count>>("1:bench", { client: { apiRoot } });
bot.use(sequentialize(getSessionKey));
bot.use(session({ getSessionKey, initial: () => ({ turns: 0 }), storage }));
bot.on("message:text", (ctx) => {
  ctx.session.turns += 1;
  return ctx.reply(String(ctx.session.turns));
});
await run(bot).task();
