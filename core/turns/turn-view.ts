import { type Api, GrammyError, type InlineKeyboard } from "grammy";
import type { Log } from "../log.ts";
import type { ToolStep } from "./agent.ts";
import type { ApprovalRequest, Decision } from "./approval.ts";
import { chunksOf, MOST_CHARACTERS } from "./chunks.ts";
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

  /** Sends the final text; in place of the growing message, if there is one. */
  async end(text: string, keyboard?: InlineKeyboard): Promise<void> {
    this.rest();
    await this.showing;
    const [first = "…", ...others] = chunksOf(text);
    await this.unlessRefused(this.liveMessage ? this.edit(first) : this.send(first, keyboard));
    for (const chunk of others) await this.unlessRefused(this.send(chunk));
  }

  /** Stops typing. */
  rest(): void {
    clearTimeout(this.typing);
  }

  private async show(text: string): Promise<void> {
    const shown = text.slice(0, MOST_CHARACTERS - 2);
    if (this.liveMessage) await this.edit(`${shown} …`);
    else this.liveMessage = (await this.send(`${shown} …`)).message_id;
  }

  private send(text: string, keyboard?: InlineKeyboard) {
    return this.api.sendMessage(this.turn.chatId, text, { ...this.place, reply_markup: keyboard });
  }

  private edit(text: string) {
    return this.api.editMessageText(this.turn.chatId, this.liveMessage ?? 0, text);
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

const TYPING_AFTER_MS = 300;
/** Telegram shows it for 5 s. */
const TYPING_LASTS_MS = 4_500;
/** Edits share the budget of about one message a second in a chat. */
const SHOWN_EVERY_MS = 1_500;
