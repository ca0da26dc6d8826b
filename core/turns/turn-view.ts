import { type Api, GrammyError, type InlineKeyboard, InputFile } from "grammy";
import type { ToolStep } from "./agent.ts";
import { formattedSoFar } from "./answer/markdown.ts";
import { joined, plain, type RichText } from "./answer/rich-text.ts";
import { latestOf, messagesOf } from "./answer/split.ts";
import { LiveMessage, type LiveMessageParts } from "./live-message.ts";
import { ToolLines } from "./tool-lines.ts";
import type { Turn } from "./turn.ts";

export interface TurnViewParts extends LiveMessageParts {
  readonly api: Api;
}

export interface Ending {
  readonly keyboard?: InlineKeyboard;
  /** What it was written as: of a text that is too long to read in a chat, it comes as a file. */
  readonly source?: string;
  readonly footer?: string;
}

/** A turn as its user sees it: typing, the answer as it grows and the tools at work, the answer. */
export class TurnView {
  private startedAt: number | undefined;
  private readonly live: LiveMessage;
  private readonly tools = new ToolLines();
  private textSoFar = "";
  private asking = 0;
  private typing: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(
    private readonly parts: TurnViewParts,
    private readonly turn: Turn,
  ) {
    this.live = new LiveMessage(parts, turn);
  }

  /** Since it began, in ms; undefined if it did not begin here. */
  get elapsedMs(): number | undefined {
    return this.startedAt === undefined ? undefined : performance.now() - this.startedAt;
  }

  /** Shows that work goes on, unless it is over at once. */
  begin(): void {
    this.startedAt = performance.now();
    this.goOn();
  }

  private goOn(): void {
    // A question may be answered after the end of the turn that asked it.
    if (this.isOver) return;
    this.live.goOn();
    const type = () => {
      if (this.live.isDraft) return;
      this.parts.courtesy.sendChatAction(this.turn.chatId, "typing", this.place).catch(() => {});
      this.typing = setTimeout(type, TYPING_LASTS_MS);
    };
    this.typing = setTimeout(type, TYPING_AFTER_MS);
  }

  progress(textSoFar: string): void {
    this.textSoFar = textSoFar;
    this.live.show(() => this.soFar);
  }

  step(step: ToolStep): void {
    this.tools.note(step);
    this.live.show(() => this.soFar);
  }

  /** A question stands below what was shown so far: that rests meanwhile, and goes on below the question. */
  async whileAsking<T>(ask: () => Promise<T>): Promise<T> {
    this.asking++;
    this.rest();
    await this.live.leave();
    try {
      return await ask();
    } finally {
      this.asking--;
      if (this.asking === 0) this.goOn();
    }
  }

  /** Sends the final text; in place of the growing message, if there is one. */
  async end(text: RichText, { keyboard, source, footer }: Ending = {}): Promise<void> {
    await this.close();
    await this.live.end();
    const whole = footer ? joined(text, plain(`\n\n${footer}`)) : text;
    const [first = plain("…"), ...others] = messagesOf(whole);
    await this.unlessRefused(this.first(first, keyboard));
    if (source !== undefined && others.length >= MOST_MESSAGES) return this.sendAsFile(source, footer);
    for (const message of others) await this.unlessRefused(this.send(message));
  }

  /** The user has stopped it: what was said by then stays. */
  async cutOff(): Promise<void> {
    await this.close();
    if (this.textSoFar.trim() === "" && this.live.messageId === undefined) return;
    const said = formattedSoFar(this.textSoFar);
    await this.end(joined(said, plain(`${said.text && "\n\n"}⏹️ Stopped here.`)), { source: this.textSoFar });
  }

  /** Shows nothing more, whether or not there was a last word. Resolves when nothing is under way. */
  async close(): Promise<void> {
    this.isOver = true;
    this.rest();
    await this.live.close();
  }

  /** Stops typing. */
  private rest(): void {
    clearTimeout(this.typing);
  }

  private get soFar(): RichText {
    const said = formattedSoFar(this.textSoFar);
    const { text: tools } = this.tools;
    return latestOf(joined(said, plain(said.text && tools.text && "\n\n"), tools));
  }

  /** An edit, while there is something to edit: the message may have been deleted meanwhile. */
  private async first(message: RichText, keyboard: InlineKeyboard | undefined): Promise<void> {
    const { messageId } = this.live;
    if (messageId !== undefined) {
      try {
        const formatting = { entities: [...message.entities], reply_markup: keyboard };
        await this.parts.api.editMessageText(this.turn.chatId, messageId, message.text, formatting);
        return;
      } catch (error) {
        if (!(error instanceof GrammyError)) throw error;
        if (error.description.includes("message is not modified")) return;
      }
    }
    await this.send(message, keyboard);
  }

  private send({ text, entities }: RichText, keyboard?: InlineKeyboard) {
    const formatting = entities.length > 0 ? { entities: [...entities] } : {};
    return this.parts.api.sendMessage(this.turn.chatId, text, { ...this.place, ...formatting, reply_markup: keyboard });
  }

  private async sendAsFile(source: string, footer: string | undefined): Promise<void> {
    const file = new InputFile(Buffer.from(source), "answer.md");
    const length = `📄 The whole answer: ${source.length.toLocaleString("en-US")} characters.`;
    const caption = footer ? `${length}\n\n${footer}` : length;
    await this.unlessRefused(this.parts.api.sendDocument(this.turn.chatId, file, { ...this.place, caption }));
  }

  private async unlessRefused(call: Promise<unknown>): Promise<void> {
    await call.catch((error: unknown) => {
      // What passes was tried again below grammY; a refusal stands, and saying it again would not mend it.
      if (!(error instanceof GrammyError)) throw error;
      this.parts.log.warn("answer refused by Telegram", { turn: this.turn.id, description: error.description });
    });
  }

  private get place() {
    return { message_thread_id: this.turn.threadId };
  }
}

/** Beyond these, an answer is read more easily as a file. */
const MOST_MESSAGES = 5;
const TYPING_AFTER_MS = 300;
/** Telegram shows it for 5 s. */
const TYPING_LASTS_MS = 4_500;
