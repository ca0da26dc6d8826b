import { type CallbackQueryContext, type Composer, type Context, type Filter, InlineKeyboard } from "grammy";
import { Clock, type Ended, inject, injectable, isSessionId, type Plugin, SessionStore } from "#core";

/**
 * `/clear`: forgets the user's conversation and says which one it was, and what it stopped. For ten minutes, or until the next
 * message, a button takes it back.
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

  constructor(
    @inject(SessionStore) private readonly sessions: SessionStore,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  install(bot: Composer<Context>): void {
    bot.on("message").command("clear", (ctx) => this.clear(ctx));
    bot.callbackQuery(/^clear:undo:(.+)$/, (ctx) => this.undo(ctx));
  }

  private async clear(ctx: Filter<Context, "message">): Promise<void> {
    const now = this.clock.now();
    const ended = await this.sessions.update(ctx.from.id, (session) => session.end(now));
    const keyboard = ended.id ? new InlineKeyboard().text("↩️ Undo", `clear:undo:${ended.id}`) : undefined;
    await ctx.reply(cleared(ended), { reply_markup: keyboard });
  }

  private async undo(ctx: CallbackQueryContext<Context>): Promise<void> {
    const [id = "", now] = [ctx.match[1], this.clock.now()];
    // In a group anybody may press it: the button is still there for whose conversation it is.
    if (!isSessionId(id, ctx.from.id)) {
      await ctx.answerCallbackQuery("This is somebody else's conversation.");
      return;
    }
    const isUndone = await this.sessions.update(ctx.from.id, (session) => session.undoEnd(id, now));
    await ctx.answerCallbackQuery(isUndone ? undefined : { text: TOO_LATE, show_alert: true });
    if (isUndone) await ctx.editMessageText(`↩️ Your conversation is back.\n\nSession: ${id}`);
    else await ctx.editMessageReplyMarkup();
  }
}

const TOO_LATE = "That was more than ten minutes ago, or a new conversation has begun. /resume has the earlier ones.";

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
