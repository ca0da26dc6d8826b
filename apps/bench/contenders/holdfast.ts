import "./usage-report.ts";
import type { Composer, Context } from "grammy";
import { createBot, inject, injectable, type Plugin, SessionStore } from "#core";
import { backendFromAddress, type Durability } from "#stores";

/** Counts a turn in the session and answers with the count, so that every message reads, changes and commits it. */
@injectable()
class CountPlugin implements Plugin {
  readonly name = "count";

  constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}

  install(bot: Composer<Context>): void {
    bot.on("message:text", async (ctx) => {
      const turns = await this.sessions.update(ctx.from.id, (session) => session.countTurn());
      await ctx.reply(String(turns));
    });
  }
}

const [, , apiRoot, store = "memory:", durability = "process", webhookUrl] = process.argv;
const bot = createBot({
  token: "1:bench",
  apiRoot,
  backend: backendFromAddress(store, { durability: durability as Durability }),
  plugins: [CountPlugin],
  ...(webhookUrl && { webhook: { url: webhookUrl }, port: Number(new URL(webhookUrl).port) }),
});
await bot.run();
