import type { Composer, Context, Filter } from "grammy";
import { inject, injectable, type Plugin, SessionStore } from "#core";

/**
 * `/stop`: ends what runs or is being written down, at once. The conversation stays as it is, and what waits goes on.
 *
 * The reply goes out before the commit; the agent hears of it by the commit.
 */
@injectable()
export class StopPlugin implements Plugin {
  readonly name = "stop";
  readonly commands = [{ command: "stop", description: "Stop what is running" }];

  constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}

  install(bot: Composer<Context>): void {
    bot.on("message").command("stop", (ctx) => this.interrupt(ctx));
  }

  private async interrupt(ctx: Filter<Context, "message">): Promise<void> {
    // To look first: a session is not begun for the sake of this.
    const isBusy = ((await this.sessions.read(ctx.from.id))?.turns.length ?? 0) > 0;
    const outcome = isBusy ? await this.sessions.update(ctx.from.id, (session) => session.stopTurn()) : undefined;
    await ctx.reply(outcome?.stopped ? stopped(outcome.waiting) : "💤 Nothing is running.");
  }
}

function stopped(waiting: number): string {
  const next = waiting === 0 ? "" : waiting === 1 ? " The one that waits goes on." : ` The ${waiting} that wait go on.`;
  return `⏹️ Stopped. Our conversation stays.${next}`;
}
