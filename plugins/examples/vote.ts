import type { Composer, Context, Filter } from "grammy";
import { type Collection, inject, injectable, type Plugin, PluginData, type Values } from "holdfast/core";
import { z } from "zod";

/** By what was voted for: who did, by user id. */
const VOTES: Collection<readonly number[]> = {
  name: "vote",
  version: 1,
  schema: z.array(z.number()).readonly(),
};

/** `/vote tea`: one vote for all users together, which is nobody's session. */
@injectable()
export class VotePlugin implements Plugin {
  readonly name = "vote";
  readonly commands = [{ command: "vote", description: "Vote: /vote tea" }];
  private readonly votes: Values<readonly number[]>;

  constructor(@inject(PluginData) data: PluginData) {
    this.votes = data.of(VOTES);
  }

  install(bot: Composer<Context>): void {
    bot.on("message").command("vote", (ctx) => (ctx.match ? this.vote(ctx) : this.count(ctx)));
  }

  private async vote(ctx: Filter<Context, "message"> & { match: string }): Promise<void> {
    const voter = ctx.from.id;
    // Adding who voted, not one to a number: made twice, it is still one vote.
    const voters = await this.votes.update(ctx.match.toLowerCase(), (before = []) => [...new Set([...before, voter])]);
    await ctx.reply(`🗳️ ${ctx.match}: ${voters?.length}`);
  }

  private async count(ctx: Context): Promise<void> {
    const lines: string[] = [];
    for await (const [choice, voters] of this.votes.scan()) lines.push(`${choice}: ${voters.length}`);
    await ctx.reply(lines.length > 0 ? `🗳️\n${lines.sort().join("\n")}` : "🗳️ No votes yet.");
  }
}
