import type { Composer, Context, Filter } from "grammy";
import { Clock, dayOf, inject, injectable, type Plugin, SessionStore, type UsageSum } from "#core";

/** `/usage`: what the user's turns took, today and in all. It only looks. */
@injectable()
export class UsagePlugin implements Plugin {
  readonly name = "usage";
  readonly commands = [{ command: "usage", description: "What your requests took", passive: true }];

  constructor(
    @inject(SessionStore) private readonly sessions: SessionStore,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  install(bot: Composer<Context>): void {
    bot.on("message").command("usage", (ctx) => this.show(ctx));
  }

  private async show(ctx: Filter<Context, "message">): Promise<void> {
    const session = (await this.sessions.read(ctx.from.id)) ?? this.sessions.empty(ctx.from.id);
    const today = session.usageOn(dayOf(this.clock.now()));
    await ctx.reply(`📈 Usage\n\nToday (UTC): ${inWords(today)}\nIn all: ${inWords(session.usage)}`);
  }
}

function inWords({ requests, turns, inputTokens, outputTokens, costUsd }: UsageSum): string {
  const counted = (count: number) => count.toLocaleString("en-US");
  const so = (count: number, what: string) => `${counted(count)} ${what}${count === 1 ? "" : "s"}`;
  return `${so(requests, "request")} in ${so(turns, "step")}, ${counted(inputTokens)} tokens read, ${counted(outputTokens)} written, $${costUsd.toFixed(2)}`;
}
