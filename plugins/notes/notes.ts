import { type CallbackQueryContext, type Composer, type Context, type Filter, InputFile } from "grammy";
import { Clock, inject, injectable, type Plugin, SessionStore } from "#core";
import { exported, NOTES, refusalOf, withNote, withoutNote } from "./notebook.ts";
import { MOST_SEARCH_BYTES, notesPage, PRESS } from "./notes-page.ts";

/**
 * `/note milk` saves a note, or the message it replies to; `/notes` lists them in pages, `/notes milk` those with the
 * word; `/export` sends all as a file. They are a slice of the session, so they are saved with the update that brought
 * them, once. `/clear` leaves them.
 */
@injectable()
export class NotesPlugin implements Plugin {
  readonly name = "notes";
  readonly commands = [
    { command: "note", description: "Save a note, or the message you reply to" },
    { command: "notes", description: "List notes, or find those with a word" },
    { command: "export", description: "Get all notes as a file" },
  ];
  readonly slice = NOTES;

  constructor(
    @inject(SessionStore) private readonly sessions: SessionStore,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  install(bot: Composer<Context>): void {
    bot.on("message").command("note", (ctx) => this.save(ctx));
    bot.on("message").command("notes", (ctx) => this.list(ctx));
    bot.on("message").command("export", (ctx) => this.export(ctx));
    bot.callbackQuery(PRESS, (ctx) => this.turnPage(ctx));
  }

  private async save(ctx: Filter<Context, "message"> & { match: string }): Promise<void> {
    const { quote, reply_to_message: replied } = ctx.msg;
    const text = ctx.match.trim() || quote?.text || (replied?.text ?? replied?.caption ?? "");
    if (text === "") {
      await ctx.reply(
        "📝 What should I note? Write it behind the command: /note milk. Or reply to a message with /note.",
      );
      return;
    }
    const at = new Date(this.clock.now()).toISOString();
    const outcome = await this.sessions.update(ctx.from.id, (session) => {
      const notebook = session.slice(NOTES);
      const refusal = refusalOf(notebook, text);
      if (!refusal) session.setSlice(NOTES, withNote(notebook, text, at));
      return { refusal, count: notebook.notes.length + 1 };
    });
    await ctx.reply(
      outcome.refusal
        ? `❌ Not saved: ${outcome.refusal}. Delete some with /notes first; /export keeps a copy for you.`
        : `📝 Saved. You have ${outcome.count === 1 ? "1 note" : `${outcome.count} notes`}; /notes lists them.`,
    );
  }

  private async list(ctx: Filter<Context, "message"> & { match: string }): Promise<void> {
    const words = ctx.match.trim();
    if (Buffer.byteLength(words) > MOST_SEARCH_BYTES) {
      await ctx.reply("🔍 That is too long to search for. Please try with one word of it.");
      return;
    }
    const { text, ...buttons } = notesPage(ctx.from.id, await this.notebookOf(ctx.from.id), words, 0);
    await ctx.reply(text, buttons);
  }

  /** A press shows another page, or deletes a note and shows what is left. */
  private async turnPage(ctx: CallbackQueryContext<Context>): Promise<void> {
    const [, owner, deleted, page, words = ""] = ctx.match;
    if (owner !== String(ctx.from.id)) {
      await ctx.answerCallbackQuery("These are somebody else's notes.");
      return;
    }
    const id = Number(deleted);
    const answer = id > 0 ? await this.delete(ctx.from.id, id) : undefined;
    await ctx.answerCallbackQuery(answer);
    const { text, ...buttons } = notesPage(ctx.from.id, await this.notebookOf(ctx.from.id), words, Number(page));
    await ctx.editMessageText(text, buttons);
  }

  private async delete(userId: number, id: number): Promise<string> {
    return this.sessions.update(userId, (session) => {
      const notebook = session.slice(NOTES);
      if (!notebook.notes.some((note) => note.id === id)) return "It was deleted before.";
      session.setSlice(NOTES, withoutNote(notebook, id));
      return "Deleted.";
    });
  }

  private async export(ctx: Filter<Context, "message">): Promise<void> {
    const notebook = await this.notebookOf(ctx.from.id);
    if (notebook.notes.length === 0) await ctx.reply("📝 No notes to export yet. /note milk saves one.");
    else await ctx.replyWithDocument(new InputFile(Buffer.from(exported(notebook)), "notes.txt"));
  }

  private async notebookOf(userId: number) {
    return (await this.sessions.read(userId))?.slice(NOTES) ?? NOTES.defaults;
  }
}
