import type { Composer, Context } from "grammy";
import { inject, injectable, type Plugin, Turns } from "holdfast/core";

/** `/translate Guten Tag` has the agent translate it. */
@injectable()
export class TranslatePlugin implements Plugin {
  readonly name = "translate";
  readonly commands = [{ command: "translate", description: "Translate into English" }];

  constructor(@inject(Turns) private readonly turns: Turns) {}

  install(bot: Composer<Context>): void {
    bot.command("translate", (ctx) => this.translate(ctx, ctx.match));
  }

  private async translate(ctx: Context, text: string): Promise<void> {
    const turn = await this.turns.submit(ctx, `Translate into English, and say nothing else: ${text}`);
    if (turn.state === "full") await ctx.reply(`❌ Not accepted: ${turn.limit} requests are waiting already.`);
    else if (turn.ahead > 0) await ctx.reply(`⏳ ${turn.ahead} ahead.`);
  }
}
