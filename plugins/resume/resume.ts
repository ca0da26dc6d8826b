import { type CallbackQueryContext, type Composer, type Context, type Filter, InlineKeyboard } from "grammy";
import {
  buttonKey,
  Clock,
  type Conversation,
  inject,
  injectable,
  newSessionId,
  type Plugin,
  SessionStore,
} from "#core";

/** `/resume`: earlier conversations, to go back to or to forget for good. */
@injectable()
export class ResumePlugin implements Plugin {
  readonly name = "resume";
  readonly commands = [{ command: "resume", description: "Go back to an earlier conversation" }];

  constructor(
    @inject(SessionStore) private readonly sessions: SessionStore,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  install(bot: Composer<Context>): void {
    bot.on("message").command("resume", (ctx) => this.list(ctx));
    bot.callbackQuery(/^resume:go:(.+)$/, (ctx) => this.goBack(ctx));
    bot.callbackQuery(/^resume:forget:(.+)$/, (ctx) => this.forget(ctx));
  }

  private async list(ctx: Filter<Context, "message">): Promise<void> {
    const { text, reply_markup } = await this.screen(ctx.from.id);
    await ctx.reply(text, { reply_markup });
  }

  private async goBack(ctx: CallbackQueryContext<Context>): Promise<void> {
    const { id = "", title } = (await this.meant(ctx)) ?? {};
    const sessionId = newSessionId(ctx.from.id);
    const ended = await this.sessions.update(ctx.from.id, (session) => session.resume(id, sessionId));
    if (!ended) return this.isGone(ctx);
    await ctx.answerCallbackQuery();
    const dropped = ended.running + ended.queued;
    const note =
      dropped > 0
        ? `\n\n⏹️ Of the conversation before, ${dropped} unfinished ${dropped === 1 ? "request was" : "requests were"} dropped.`
        : "";
    await ctx.editMessageText(`🔙 Back in “${title}”. Go on writing.${note}`);
  }

  private async forget(ctx: CallbackQueryContext<Context>): Promise<void> {
    const { id = "" } = (await this.meant(ctx)) ?? {};
    if (!(await this.sessions.update(ctx.from.id, (session) => session.forgetConversation(id))))
      return this.isGone(ctx);
    await ctx.answerCallbackQuery({ text: "Forgotten." });
    const { text, reply_markup } = await this.screen(ctx.from.id);
    await ctx.editMessageText(text, { reply_markup });
  }

  private async meant(ctx: CallbackQueryContext<Context>): Promise<Conversation | undefined> {
    const session = await this.sessions.read(ctx.from.id);
    return session?.earlier.find(({ id }) => keyOf(id) === ctx.match[1]);
  }

  private async isGone(ctx: CallbackQueryContext<Context>): Promise<void> {
    await ctx.answerCallbackQuery({ text: "That conversation is not on the list any more. Send /resume again." });
  }

  private async screen(userId: number): Promise<{ text: string; reply_markup?: InlineKeyboard }> {
    const session = await this.sessions.read(userId);
    const earlier = session?.earlier ?? [];
    if (earlier.length === 0)
      return { text: "🗂️ There are no earlier conversations. /clear ends one and keeps it here." };
    const keyboard = new InlineKeyboard();
    for (const { id, title } of earlier)
      keyboard
        .text(`🔙 ${title}`, `resume:go:${keyOf(id)}`)
        .text("🗑️", `resume:forget:${keyOf(id)}`)
        .row();
    const now = this.clock.now();
    const lines = earlier.map((each) => `• ${each.title}: ${inWords(each, now)}`);
    return { text: `🗂️ Earlier conversations\n\n${lines.join("\n")}`, reply_markup: keyboard };
  }
}

/** What stands for a conversation in a button, which holds 64 bytes: agents choose their ids themselves. */
const keyOf = (id: string) => buttonKey(id, MOST_BYTES);

const MOST_BYTES = 64 - "resume:forget:".length;

function inWords({ lastTurn, turns }: Conversation, now: number): string {
  const minutes = Math.max(0, Math.round((now - Date.parse(lastTurn)) / 60_000));
  const age =
    minutes < 60
      ? `${minutes} min`
      : minutes < 2_880
        ? `${Math.round(minutes / 60)} h`
        : `${Math.round(minutes / 1_440)} days`;
  return `${age} ago, ${turns} ${turns === 1 ? "turn" : "turns"}`;
}
