import "./usage-report.ts";
import { Bot } from "grammy";

/** grammY as its documentation begins: no sessions, nothing kept. It repeats the number that it is sent. */
const [, , apiRoot = ""] = process.argv;
const bot = new Bot("1:bench", { client: { apiRoot } });
bot.on("message:text", (ctx) => ctx.reply(ctx.message.text));
await bot.start();
