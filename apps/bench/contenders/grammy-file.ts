import "./usage-report.ts";
import { FileAdapter } from "@grammyjs/storage-file";
import { Bot, type Context, type SessionFlavor, session } from "grammy";

interface Count {
  turns: number;
}

/** grammY with its file sessions, as the storage's README shows it. @see https://grammy.dev/plugins/session */
const [, , apiRoot = "", dirName = ""] = process.argv;
const bot = new Bot<Context & SessionFlavor<Count>>("1:bench", { client: { apiRoot } });
bot.use(session({ initial: () => ({ turns: 0 }), storage: new FileAdapter<Count>({ dirName }) }));
bot.on("message:text", (ctx) => {
  ctx.session.turns += 1;
  return ctx.reply(String(ctx.session.turns));
});
await bot.start();
