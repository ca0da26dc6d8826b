import type { Composer, Context, Filter } from "grammy";
import { inject, injectable, type Plugin, SessionStore, type Slice } from "holdfast/core";
import { z } from "zod";

/** Where the user is in the dialogue; null: not in it. */
const ORDER: Slice<{ size?: string } | null> = {
  name: "pizza",
  version: 1,
  schema: z.object({ size: z.string().optional() }).nullable(),
  defaults: null,
};

/** `/pizza` asks how big and where to. Other commands are answered in between and leave the order where it is. */
@injectable()
export class PizzaPlugin implements Plugin {
  readonly name = "pizza";
  readonly commands = [{ command: "pizza", description: "Order a pizza" }];
  readonly slice = ORDER;

  constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}

  install(bot: Composer<Context>): void {
    bot.on("message").command("pizza", (ctx) => this.begin(ctx));
    bot.on("message:text").filter(isNoCommand, async (ctx, next) => {
      const order = (await this.sessions.read(ctx.from.id))?.slice(ORDER);
      await (order ? this.goOn(ctx, order) : next());
    });
  }

  private async begin(ctx: Filter<Context, "message">): Promise<void> {
    await this.sessions.update(ctx.from.id, (session) => session.setSlice(ORDER, {}));
    await ctx.reply("🍕 How big: small or large?");
  }

  private async goOn(ctx: Filter<Context, "message:text">, { size }: { size?: string }): Promise<void> {
    const { text } = ctx.msg;
    if (size) {
      await this.sessions.update(ctx.from.id, (session) => session.removeSlice(ORDER));
      await ctx.reply(`🍕 One ${size} pizza to ${text}, coming up!`);
    } else if (/^(small|large)$/i.test(text)) {
      await this.sessions.update(ctx.from.id, (session) => session.setSlice(ORDER, { size: text.toLowerCase() }));
      await ctx.reply("🏠 Where to?");
    } else await ctx.reply("🍕 Please answer with small or large.");
  }
}

const isNoCommand = (ctx: Context) => !ctx.entities("bot_command").some(({ offset }) => offset === 0);
