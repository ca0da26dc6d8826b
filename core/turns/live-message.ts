import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type Api, GrammyError } from "grammy";
import type { Log } from "../log.ts";
import type { RichText } from "./answer/rich-text.ts";
import { isDraftable, type Place } from "./place.ts";

export interface LiveMessageParts {
  /** Tries once: what fails is made good by what is shown next. */
  readonly courtesy: Api;
  readonly log: Log;
  /** Ends all waiting when the bot stops. */
  readonly signal: AbortSignal;
}

/**
 * What changes while a turn runs: a draft where the chat has them, else a message that is edited. However often it
 * changes, it is shown in the chat's rhythm and not before Telegram wants to hear of it again; the latest state is
 * always shown in the end.
 */
export class LiveMessage {
  /** Of the message, once there is one: the final words may take its place. */
  messageId: number | undefined;
  private readonly draftId = randomInt(1, 2 ** 31 - 1);
  private drafts: boolean;
  private drafted = false;
  private content: (() => RichText) | undefined;
  private stale = false;
  private notBefore: number;
  private timer: NodeJS.Timeout | undefined;
  private showing: Promise<void> | undefined;
  private waitsFor429 = false;
  private over = false;
  private resting = false;

  constructor(
    private readonly parts: LiveMessageParts,
    private readonly place: Place,
    /** In ms. Telegram shows a draft for 30 s. */
    private readonly draftRepeatedAfterMs = 20_000,
  ) {
    this.drafts = isDraftable(place);
    this.notBefore = performance.now() + FIRST_AFTER_MS;
  }

  /** Whether a draft can be seen, which says by itself that work goes on. */
  get isDraft(): boolean {
    return this.drafts && this.drafted;
  }

  /** @param content asked only when it is about to be shown. */
  show(content: () => RichText): void {
    this.content = content;
    // What waits now is the repetition of a draft, which can be far off.
    if (!this.stale) this.unschedule();
    this.stale = true;
    this.schedule();
  }

  /** Shows nothing for now, and what comes then is shown further down. */
  async leave(): Promise<void> {
    this.resting = true;
    this.unschedule();
    await this.showing;
    const { messageId } = this;
    this.messageId = undefined;
    this.drafted = false;
    if (messageId === undefined) return;
    await this.parts.courtesy.deleteMessage(this.place.chatId, messageId).catch((error: unknown) => this.failed(error));
  }

  goOn(): void {
    this.resting = false;
    this.schedule();
  }

  /** Nothing more is shown: a draft vanishes by itself when it is not repeated. Resolves when nothing is under way. */
  async close(): Promise<void> {
    this.over = true;
    this.unschedule();
    await this.showing;
  }

  /** Nothing more is shown. Resolves when nothing is under way and Telegram may be called again. */
  async end(): Promise<void> {
    await this.close();
    const wait = this.waitsFor429 ? this.notBefore - performance.now() : 0;
    if (wait > 0) await pause(wait, undefined, { signal: this.parts.signal });
  }

  private schedule(): void {
    if (this.over || this.resting || this.timer || this.showing || !(this.stale || this.isDraft)) return;
    const due = this.stale ? this.notBefore : Math.max(this.notBefore, performance.now() + this.draftRepeatedAfterMs);
    const wake = () => {
      this.timer = undefined;
      this.showing = this.flush().finally(() => {
        this.showing = undefined;
        this.schedule();
      });
    };
    this.timer = setTimeout(wake, Math.max(0, due - performance.now()));
  }

  private unschedule(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async flush(): Promise<void> {
    const rich = this.content?.();
    this.stale = false;
    this.notBefore = performance.now() + rhythmOf(this.place);
    this.waitsFor429 = false;
    if (!rich) return;
    await this.put(rich).catch((error: unknown) => this.failed(error));
  }

  private async put({ text, entities }: RichText): Promise<void> {
    const { courtesy } = this.parts;
    const { chatId, threadId } = this.place;
    const formatting = { entities: [...entities] };
    const other = { ...formatting, message_thread_id: threadId };
    if (this.drafts) this.drafted = await courtesy.sendMessageDraft(chatId, this.draftId, text, other);
    else if (text.trim() === "") return;
    else if (this.messageId !== undefined) await courtesy.editMessageText(chatId, this.messageId, text, formatting);
    else this.messageId = (await courtesy.sendMessage(chatId, text, other)).message_id;
  }

  private failed(error: unknown): void {
    this.parts.log.debug("progress not shown", { chatId: this.place.chatId, error });
    if (!(error instanceof GrammyError)) {
      this.stale = true;
      return;
    }
    if (error.error_code === 429) {
      this.stale = true;
      this.waitsFor429 = true;
      this.notBefore = performance.now() + (error.parameters.retry_after ?? 1) * 1_000;
    } else if (this.drafts) {
      // Not every server knows drafts, nor does every chat take them.
      this.drafts = false;
      this.stale = true;
    }
  }
}

/** What is over sooner needs no showing. */
const FIRST_AFTER_MS = 1_000;

/** About one message a second in a chat, and 20 a minute in a group, of which some are left to others. */
const rhythmOf = ({ chatId }: Place) => (chatId < 0 ? 4_000 : 1_200);
