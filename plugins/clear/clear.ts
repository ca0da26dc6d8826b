import type { Composer, Context, Filter } from "grammy";
import { type Ended, inject, injectable, type Plugin, SessionStore } from "#core";

/**
 * `/clear`: forgets the user's conversation and says which one it was, and what it stopped.
 *
 * Preferences and workspace outlive it: the user asked to forget the talk, not who they are. An open dialogue
 * about preferences goes on for the same reason.
 *
 * @throws {StoreUnavailable} and then nothing was forgotten.
 */
@injectable()
export class ClearPlugin implements Plugin {
  readonly name = "clear";
  readonly commands = [{ command: "clear", description: "Clear conversation history" }];

  constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}

  install(bot: Composer<Context>): void {
    bot.on("message").command("clear", (ctx) => this.clear(ctx));
  }

  private async clear(ctx: Filter<Context, "message">): Promise<void> {
    const ended = await this.sessions.update(ctx.from.id, (session) => session.end());
    await ctx.reply(cleared(ended));
  }
}

const cleared = ({ id, running, queued }: Ended) =>
  [
    "🗑️ Conversation history cleared!",
    `Previous session: ${id ?? "None"}\nStarting fresh on next message.`,
    ...stopped(running, queued),
  ].join("\n\n");

function stopped(running: number, queued: number): string[] {
  if (running && queued) return [`⏹️ Stopped ${running} running and dropped ${waiting(queued)}.`];
  if (running) return [`⏹️ Stopped ${running} running request.`];
  return queued ? [`⏹️ Dropped ${waiting(queued)}.`] : [];
}

const waiting = (queued: number) => `${queued} waiting ${queued === 1 ? "request" : "requests"}`;
