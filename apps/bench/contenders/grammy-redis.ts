import "./usage-report.ts";
import { RedisAdapter } from "@grammyjs/storage-redis";
import { Bot, type Context, type SessionFlavor, session } from "grammy";
import { Redis } from "ioredis";

interface Count {
  turns: number;
}

/** grammY with sessions in Redis, over ioredis as the storage's README asks for. */
const [, , apiRoot = "", url = ""] = process.argv;
const bot = new Bot<Context & SessionFlavor<Count>>("1:bench", { client: { apiRoot } });
bot.use(session({ initial: () => ({ turns: 0 }), storage: new RedisAdapter<Count>({ instance: new Redis(url) }) }));
bot.on("message:text", (ctx) => {
  ctx.session.turns += 1;
  return ctx.reply(String(ctx.session.turns));
});
await bot.start();
