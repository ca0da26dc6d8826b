import "./cpu-report.ts";
import { Bot } from "grammy";

/** grammY as its documentation begins: no sessions, nothing kept. It repeats the number that it is sent. */
const bot = new Bot("1:bench", { client: { apiRoot: process.argv[2] ?? "" } });
bot.on("message:text", (ctx) => ctx.reply(ctx.message.text));
await bot.start();
