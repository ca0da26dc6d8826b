import type { Composer, Context } from "grammy";
import { createBot, inject, injectable, type Plugin, SessionStore } from "holdfast/core";
import { sqliteBackend } from "holdfast/stores";

@injectable()
class CountPlugin implements Plugin {
  readonly name = "count";
  readonly commands = [{ command: "count", description: "Count, and never forget" }];
  constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}
  install(bot: Composer<Context>): void {
    bot.on("message").command("count", async (ctx) => {
      const count = await this.sessions.update(ctx.from.id, (session) => session.countTurn());
      await ctx.reply(`That makes ${count}.`);
    });
  }
}

const { TELEGRAM_TOKEN: token = "", TELEGRAM_API_ROOT: apiRoot } = process.env;
const backend = sqliteBackend({ file: "sessions/count.sqlite" });
await createBot({ token, apiRoot, backend, plugins: [CountPlugin] }).run();
