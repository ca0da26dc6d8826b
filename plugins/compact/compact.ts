import type { CommandContext, Composer, Context } from "grammy";
import { inject, injectable, type Plugin, Turns } from "#core";

/** `/compact [instructions]`: has the agent shorten what it remembers, after the turns already waiting. What runs turns says when it is done. */
@injectable()
export class CompactPlugin implements Plugin {
  readonly name = "compact";
  readonly commands = [{ command: "compact", description: "Manually compact session" }];

  constructor(@inject(Turns) private readonly turns: Turns) {}

  install(bot: Composer<Context>): void {
    bot.on("message").command("compact", (ctx) => this.compact(ctx));
  }

  private async compact(ctx: CommandContext<Context>): Promise<void> {
    const submission = await this.turns.compact(ctx, String(ctx.match).trim());
    if (!submission) await ctx.reply("❌ No active session to compact");
    else if (submission.state === "full")
      await ctx.reply(`❌ Not accepted: ${submission.limit} requests are waiting already.`);
    else
      await ctx.reply(`⏳ Compacting session...${submission.blockedBy ? BLOCKED : ""}`, {
        reply_markup: submission.blockedBy,
      });
  }
}

const BLOCKED = "\n\nAn interrupted request holds it up: first press Retry or Discard.";
