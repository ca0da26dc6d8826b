import type { Composer, Context, Filter } from "grammy";
import { Clock, dayOf, inject, injectable, type Plugin, SessionStore, type Usage } from "#core";

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

function inWords({ turns, inputTokens, outputTokens, costUsd }: Usage): string {
  const counted = (count: number) => count.toLocaleString("en-US");
  const steps = `${counted(turns)} ${turns === 1 ? "step" : "steps"}`;
  return `${steps}, ${counted(inputTokens)} tokens read, ${counted(outputTokens)} written, $${costUsd.toFixed(2)}`;
}
