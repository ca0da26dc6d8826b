import { type Api, GrammyError, type InlineKeyboard, InputFile } from "grammy";
import type { Log } from "../log.ts";
import type { ToolStep } from "./agent.ts";
import { formattedSoFar } from "./answer/markdown.ts";
import { joined, plain, type RichText } from "./answer/rich-text.ts";
import { latestOf, MOST_CHARACTERS, messagesOf } from "./answer/split.ts";
import type { ApprovalRequest, Decision } from "./approval.ts";
import type { Turn } from "./turn.ts";

/** A turn as its user sees it: typing, a message that grows if the work takes long, the answer. */
export class TurnView {
  private readonly startedAt = performance.now();
  private shownAt = performance.now();
  private liveMessage: number | undefined;
  private showing: Promise<void> = Promise.resolve();
  private latest = "";
  private typing: NodeJS.Timeout | undefined;

  constructor(
    private readonly api: Api,
    private readonly turn: Turn,
    private readonly log: Log,
  ) {}

  /** Shows that work goes on, unless it is over at once. */
  begin(): void {
    const type = () => {
      this.api.sendChatAction(this.turn.chatId, "typing", this.place).catch(() => {});
      this.typing = setTimeout(type, TYPING_LASTS_MS);
    };
    this.typing = setTimeout(type, TYPING_AFTER_MS);
  }

  progress(textSoFar: string): void {
    const due = performance.now() - Math.max(this.shownAt, this.startedAt) >= SHOWN_EVERY_MS;
    this.latest = textSoFar;
    if (!due || !textSoFar.trim()) return;
    this.shownAt = performance.now();
    // What grows in the background is a courtesy: the answer itself is what must arrive.
    this.showing = this.showing
      .then(() => this.show(this.latest))
      .catch((error: unknown) => {
        this.log.debug("progress not shown", { turn: this.turn.id, error });
      });
  }

  step(step: ToolStep): void {
    this.log.debug("tool at work", { turn: this.turn.id, tool: step.tool, state: step.state });
  }

  /** Nobody can be asked yet, so what needs a permission is not done. */
  async ask(request: ApprovalRequest): Promise<Decision> {
    this.log.info("approval denied", { turn: this.turn.id, tool: request.tool });
    return "deny";
  }

  /**
   * Sends the final text; in place of the growing message, if there is one.
   *
   * @param source what it was written as: of a text that is too long to read in a chat, it comes as a file.
   */
  async end(text: RichText, { keyboard, source }: Ending = {}): Promise<void> {
    this.rest();
    await this.showing;
    const [first = plain("…"), ...others] = messagesOf(text);
    await this.unlessRefused(this.liveMessage ? this.edit(first) : this.send(first, keyboard));
    if (source !== undefined && others.length >= MOST_MESSAGES) return this.sendAsFile(source);
    for (const message of others) await this.unlessRefused(this.send(message));
  }

  /** Stops typing. */
  rest(): void {
    clearTimeout(this.typing);
  }

  private async show(text: string): Promise<void> {
    const shown = joined(latestOf(formattedSoFar(text), MOST_CHARACTERS - 2), plain(" …"));
    if (this.liveMessage) await this.edit(shown);
    else this.liveMessage = (await this.send(shown)).message_id;
  }

  private send({ text, entities }: RichText, keyboard?: InlineKeyboard) {
    return this.api.sendMessage(this.turn.chatId, text, {
      ...this.place,
      entities: [...entities],
      reply_markup: keyboard,
    });
  }

  private edit({ text, entities }: RichText) {
    return this.api.editMessageText(this.turn.chatId, this.liveMessage ?? 0, text, {
      entities: entities.length > 0 ? [...entities] : undefined,
    });
  }

  private async sendAsFile(source: string): Promise<void> {
    const file = new InputFile(Buffer.from(source), "answer.md");
    const caption = `📄 The whole answer: ${source.length.toLocaleString("en-US")} characters.`;
    await this.unlessRefused(this.api.sendDocument(this.turn.chatId, file, { ...this.place, caption }));
  }

  private async unlessRefused(call: Promise<unknown>): Promise<void> {
    await call.catch((error: unknown) => {
      // What passes was tried again below grammY; a refusal stands, and saying it again would not mend it.
      if (!(error instanceof GrammyError)) throw error;
      this.log.warn("answer refused by Telegram", { turn: this.turn.id, description: error.description });
    });
  }

  private get place() {
    return { message_thread_id: this.turn.threadId };
  }
}

interface Ending {
  readonly keyboard?: InlineKeyboard;
  readonly source?: string;
}

/** Beyond these, an answer is read more easily as a file. */
const MOST_MESSAGES = 5;
const TYPING_AFTER_MS = 300;
/** Telegram shows it for 5 s. */
const TYPING_LASTS_MS = 4_500;
/** Edits share the budget of about one message a second in a chat. */
const SHOWN_EVERY_MS = 1_500;
