import "./usage-report.ts";
import { createClient } from "redis";
import { type Context, session, Telegraf } from "telegraf";
import { message } from "telegraf/filters";

interface Count {
  turns: number;
}

/**
 * Telegraf with sessions in Redis. The store is what `@telegraf/session/redis` does, written out: that package can't be
 * installed beside ours, because it asks for another better-sqlite3.
 */
const [, , apiRoot = "", url = ""] = process.argv;
const client = createClient({ url });
await client.connect();
const store = {
  async get(key: string): Promise<Count | undefined> {
    const value = await client.get(`telegraf:${key}`);
    return value ? JSON.parse(value) : undefined;
  },
  set: (key: string, value: Count) => client.set(`telegraf:${key}`, JSON.stringify(value)),
  delete: (key: string) => client.del(`telegraf:${key}`),
};
const bot = new Telegraf<Context & { session: Count }>("1:bench", { telegram: { apiRoot } });
bot.use(session({ store, defaultSession: () => ({ turns: 0 }) }));
bot.on(message("text"), (ctx) => {
  ctx.session.turns += 1;
  return ctx.reply(String(ctx.session.turns));
});
await bot.launch();
