import type { Composer, Context } from "grammy";
import { createBot, inject, injectable, type Plugin, SessionStore } from "#core";
import { backendFromAddress } from "#stores";

/** A bot that counts each message in its user's session and says so, as a process to be flooded and killed. */
@injectable()
class CountPlugin implements Plugin {
  readonly name = "count";
  constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}
  install(bot: Composer<Context>): void {
    bot.on("message:text", async (ctx) => {
      const count = await this.sessions.update(ctx.from.id, (session) => session.countTurn());
      await ctx.reply(`${count}: ${ctx.msg.text}`);
    });
  }
}

const {
  TELEGRAM_TOKEN: token = "",
  TELEGRAM_API_ROOT: apiRoot,
  PORT,
  STORE = "",
  WEBHOOK_URL,
  PER_USER,
  IN_ALL,
} = process.env;
await createBot({
  token,
  apiRoot,
  port: Number(PORT),
  backend: backendFromAddress(STORE),
  plugins: [CountPlugin],
  limits: { ...(PER_USER && { perUser: Number(PER_USER) }), ...(IN_ALL && { inAll: Number(IN_ALL) }) },
  ...(WEBHOOK_URL && { webhook: { url: WEBHOOK_URL } }),
}).run();
