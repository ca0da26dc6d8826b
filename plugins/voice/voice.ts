import { type CallbackQueryContext, type Composer, type Context, type Filter, InlineKeyboard } from "grammy";
import {
  Api,
  type AwaitedTurn,
  FILE_TOO_BIG,
  FileUnavailable,
  inject,
  injectable,
  MOST_FILE_BYTES,
  type Plugin,
  PromptFailed,
  type PromptSource,
  promptOf,
  SessionStore,
  TelegramFiles,
  Transcriber,
  TranscriptionFailed,
  Turns,
} from "#core";
import { EDITING } from "./editing.ts";
import { readSpoken, spokenIn, writeSpoken } from "./spoken.ts";

/**
 * A voice message, an audio file or a video message becomes a turn, as if its words had been written. It is accepted at once
 * and written down beside the lane; until then it keeps its place in the line. With a preference the user sees the words
 * (`show_transcription`), or decides on them first (`confirm_transcription`). In a bot without a transcriber this does nothing.
 */
@injectable()
export class VoicePlugin implements Plugin, PromptSource {
  readonly name = "voice";
  readonly slice = EDITING;

  constructor(
    @inject(Turns) private readonly turns: Turns,
    @inject(SessionStore) private readonly sessions: SessionStore,
    @inject(TelegramFiles) private readonly files: TelegramFiles,
    @inject(Api) private readonly api: Api,
    @inject(Transcriber, { isOptional: true }) private readonly transcriber?: Transcriber,
  ) {
    if (transcriber) turns.addSource(this);
  }

  install(bot: Composer<Context>): void {
    if (!this.transcriber) return;
    bot.on(["message:voice", "message:audio", "message:video_note"], (ctx) => this.accept(ctx));
    bot.callbackQuery(/^voice:(send|edit|drop):(.+)$/, (ctx) => this.decide(ctx));
    bot.on("message:text", async (ctx, next) => ((await this.putRight(ctx)) ? undefined : next()));
  }

  async fetch({ chatId, threadId, details, marker, signal }: AwaitedTurn): Promise<string> {
    const { fileId, name, mime } = readSpoken(details);
    const typing = () =>
      void this.api.sendChatAction(chatId, "typing", { message_thread_id: threadId }).catch(() => {});
    typing();
    const timer = setInterval(typing, TYPING_LASTS_MS);
    try {
      const bytes = await this.files.fetch(fileId, signal);
      const words = (await this.transcriber?.transcribe({ name, mime, bytes }, signal, marker)) ?? "";
      if (words.trim() === "") throw new PromptFailed("I heard no words in this.");
      return words.trim();
    } catch (error) {
      if (error instanceof FileUnavailable)
        throw new PromptFailed(error.message, { cause: error, isPassing: error.isPassing });
      if (error instanceof TranscriptionFailed) throw new PromptFailed(error.message, { cause: error });
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  async present({ id, userId, chatId, threadId }: AwaitedTurn, text: string): Promise<"run" | "hold"> {
    const { preferences } = (await this.sessions.read(userId)) ?? this.sessions.empty(userId);
    const { showTranscription, confirmTranscription } = preferences;
    const place = { message_thread_id: threadId };
    if (confirmTranscription)
      await this.api.sendMessage(chatId, quoted(text), { ...place, reply_markup: this.buttonsFor(id) });
    else if (showTranscription) await this.api.sendMessage(chatId, quoted(text), place);
    return confirmTranscription ? "hold" : "run";
  }

  buttonsFor(turnId: string): InlineKeyboard {
    const button = (what: string) => `voice:${what}:${turnId}`;
    return new InlineKeyboard()
      .text("✅ Send", button("send"))
      .text("✏️ Edit", button("edit"))
      .text("🗑️ Drop", button("drop"));
  }

  private async accept(ctx: Filter<Context, "message:voice" | "message:audio" | "message:video_note">): Promise<void> {
    const spoken = spokenIn(ctx.message);
    if (!spoken) return;
    if (spoken.bytes > MOST_FILE_BYTES) {
      await ctx.reply(`❌ ${FILE_TOO_BIG} Please send a shorter one.`);
      return;
    }
    const lead = promptOf(ctx.message, ctx.me) ?? ctx.message.caption;
    await this.turns.announce(ctx, await this.turns.submitLater(ctx, this.name, writeSpoken(spoken), lead));
  }

  private async decide(ctx: CallbackQueryContext<Context>): Promise<void> {
    const [, choice, turnId = ""] = ctx.match;
    if (choice === "edit") return this.beginEditing(ctx, turnId);
    const { id } = ctx.from;
    const obeyed = await (choice === "send" ? this.turns.submitHeld(id, turnId) : this.turns.dropHeld(id, turnId));
    if (!obeyed) {
      await ctx.answerCallbackQuery(DONE_ALREADY);
      return;
    }
    await ctx.answerCallbackQuery(choice === "send" ? "✅ Sent." : "🗑️ Dropped.");
    await ctx.editMessageReplyMarkup();
  }

  private async beginEditing(ctx: CallbackQueryContext<Context>, turnId: string): Promise<void> {
    const session = await this.sessions.read(ctx.from.id);
    const chatId = ctx.chat?.id;
    if (chatId === undefined || !session?.turns.some(({ id, held }) => id === turnId && held)) {
      await ctx.answerCallbackQuery(DONE_ALREADY);
      return;
    }
    await ctx.answerCallbackQuery();
    await ctx.reply("✏️ Send me the text as it should be.", { reply_markup: { force_reply: true, selective: true } });
    await this.sessions.update(ctx.from.id, (latest) => latest.setSlice(EDITING, { turnId, chatId }));
  }

  /** @returns whether this text was meant to take the place of a transcript. */
  private async putRight(ctx: Filter<Context, "message:text">): Promise<boolean> {
    if (ctx.entities("bot_command").some(({ offset }) => offset === 0)) return false;
    const editing = (await this.sessions.read(ctx.from.id))?.slice(EDITING);
    if (editing?.chatId !== ctx.chat.id) return false;
    const isSent = await this.turns.submitHeld(ctx.from.id, editing.turnId, ctx.message.text);
    await this.sessions.update(ctx.from.id, (session) => session.removeSlice(EDITING));
    if (isSent) await ctx.reply("✅ Sent as you wrote it.");
    return isSent;
  }
}

function quoted(text: string): string {
  const shown = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN).toWellFormed().trimEnd()}…` : text;
  return `🎙️ “${shown}”`;
}

const DONE_ALREADY = "This button has done its work already.";
/** A message has room for 4,096. */
const MOST_SHOWN = 4_000;
/** Telegram shows it for 5 s. */
const TYPING_LASTS_MS = 4_500;
