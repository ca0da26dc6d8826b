import type {
  Chat as ChatJson,
  ForceReply,
  InlineKeyboardMarkup,
  Message,
  Poll,
  ReactionType,
  ReplyKeyboardMarkup,
  ReplyKeyboardRemove,
  User,
} from "@grammyjs/types";
import type { Refusal } from "../server/refusal.ts";
import type { BotAccount } from "./bot-account.ts";
import { type Draft, Drafts } from "./drafts.ts";
import { EventLog } from "./event-log.ts";
import { frameOf } from "./message-content.ts";
import { Pulse } from "./pulse.ts";
import { Reactions } from "./reactions.ts";
import type { ServerClock } from "./server-clock.ts";

export type ReplyMarkup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply;

/** What the people in a chat can notice, in order. Messages are as they were at that moment. */
export type ChatEvent =
  | {
      readonly kind: "message" | "edit" | "delete" | "poll";
      readonly at: number;
      readonly by: number;
      readonly message: Message;
    }
  | { readonly kind: "action"; readonly at: number; readonly by: number; readonly action: string }
  | {
      readonly kind: "reaction";
      readonly at: number;
      readonly by: number;
      readonly message: Message;
      readonly reactions: readonly ReactionType[];
    }
  | ({ readonly kind: "draft"; readonly at: number; readonly by: number } & Draft);

/** A message and what its JSON does not tell. */
export interface Posted {
  readonly message: Message;
  /** Id of the user or bot that sent it. */
  readonly by: number;
  /** What it put in place of the keyboard. Such a message can never be edited. */
  readonly keyboard?: Exclude<ReplyMarkup, InlineKeyboardMarkup>;
}

export interface Post<Content extends Partial<Message> = Partial<Message>> {
  readonly by: number;
  readonly from?: User;
  readonly senderChat?: ChatJson;
  readonly thread?: number;
  readonly replyTo?: Message;
  /** Text and entities, a photo, ...: the fields of the message that are its content. */
  readonly content: Content;
  readonly markup?: ReplyMarkup;
}

/** A conversation as Telegram keeps it. Nothing here grows slower with its length. */
export abstract class Chat {
  /** For people and expectations. */
  readonly changed = new Pulse<ChatEvent>();
  events = new EventLog();
  /** Beats with each message that is kept no longer. */
  readonly forgot = new Pulse<Message>();
  readonly reactions = new Reactions();
  readonly drafts: Drafts;
  /** Ids, the one pinned last at the end. */
  readonly pinned: number[] = [];
  private readonly posted = new Map<number, Posted>();
  private keepMessages = Infinity;

  constructor(
    private shown: ChatJson,
    readonly clock: ServerClock,
    private readonly nextMessageId: () => number,
  ) {
    this.drafts = new Drafts(clock);
  }

  get json(): ChatJson {
    return this.shown;
  }

  get id(): number {
    return this.shown.id;
  }

  /** From now on it is shown so. */
  protected describe(changes: Partial<ChatJson>): void {
    this.shown = { ...this.shown, ...changes } as ChatJson;
  }

  /** The same for all callback queries of one chat. */
  get instance(): string {
    return String(0x51_0000_0000 + Math.abs(this.id));
  }

  /** Why this bot may not write here, if so. */
  abstract refusalFor(bot: BotAccount): Refusal | undefined;

  /** The bots that take part. */
  abstract readonly bots: Iterable<BotAccount>;

  /**
   * A person is about to write here, or in this topic.
   * @throws if they cannot.
   */
  abstract admit(user: User, thread?: number): void;

  /** From its beginning on, only the latest messages are kept, and about as many things that happened; some in any case. */
  keep(messages: number): void {
    this.keepMessages = messages;
    this.events = new EventLog(Math.max(FEW, messages));
  }

  hasTopic(_thread: number): boolean {
    return false;
  }

  find(messageId: number): Posted | undefined {
    return this.posted.get(messageId);
  }

  post<Content extends Partial<Message>>(post: Post<Content>): Message & Content {
    const { by, from, senderChat, thread, replyTo, content, markup } = post;
    const inline = markup && "inline_keyboard" in markup ? markup : undefined;
    const message: Message & Content = {
      message_id: this.nextMessageId(),
      ...(from && { from }),
      ...(senderChat && { sender_chat: senderChat }),
      chat: this.json,
      date: this.clock.unix,
      ...(thread !== undefined && { message_thread_id: thread, is_topic_message: true }),
      ...(replyTo && { reply_to_message: withoutReply(replyTo) }),
      ...content,
      ...(inline && { reply_markup: inline }),
    };
    const keyboard = markup && !("inline_keyboard" in markup) ? markup : undefined;
    this.posted.set(message.message_id, { message, by, ...(keyboard && { keyboard }) });
    this.drafts.end(by);
    this.happened({ kind: "message", at: this.clock.now, by, message });
    return message;
  }

  /**
   * Puts other content in the place of a message's own.
   * @returns the message as it is now; it no longer says what it replied to.
   */
  edit<Content extends Partial<Message>>(
    { message, by }: Posted,
    content: Content,
    markup: InlineKeyboardMarkup | undefined,
  ): Message & Content & { edit_date: number } {
    const { reply_markup: _, reply_to_message: __, ...kept } = frameOf(message);
    const edited = {
      ...(kept as Message),
      edit_date: this.clock.unix,
      ...content,
      ...(markup && { reply_markup: markup }),
    };
    this.posted.set(message.message_id, { message: edited, by });
    this.happened({ kind: "edit", at: this.clock.now, by, message: edited });
    return edited;
  }

  /** @param by id of the user or bot that takes it away, whoever sent it. */
  delete({ message }: Posted, by: number): void {
    this.posted.delete(message.message_id);
    this.unpin(message.message_id);
    this.happened({ kind: "delete", at: this.clock.now, by, message });
  }

  /** Puts these on a message in place of the earlier ones of the same person or bot. */
  react({ message }: Posted, by: number, reactions: readonly ReactionType[]): void {
    this.reactions.set(message.message_id, by, reactions);
    this.happened({ kind: "reaction", at: this.clock.now, by, message, reactions });
  }

  /** Shows a poll as it stands after a vote: no edit, and nothing new to read. */
  updatePoll(messageId: number, poll: Poll): void {
    this.update(messageId, { poll });
    const posted = this.posted.get(messageId);
    if (posted) this.happened({ kind: "poll", at: this.clock.now, by: posted.by, message: posted.message });
  }

  /** Puts these in place of what a message said before, unnoticed: nothing is edited, and nothing new is to be read. */
  update(messageId: number, changes: Partial<Message>): void {
    const posted = this.posted.get(messageId);
    if (posted) this.posted.set(messageId, { ...posted, message: { ...posted.message, ...changes } as Message });
  }

  pin(messageId: number): void {
    this.unpin(messageId);
    this.pinned.push(messageId);
  }

  unpin(messageId: number): void {
    const index = this.pinned.indexOf(messageId);
    if (index >= 0) this.pinned.splice(index, 1);
  }

  act(by: number, action: string): void {
    this.happened({ kind: "action", at: this.clock.now, by, action });
  }

  draft(by: number, draft: Draft): void {
    this.drafts.show(by, draft);
    this.happened({ kind: "draft", at: this.clock.now, by, ...draft });
  }

  /** What can be seen now, newest first. */
  *visible(): Generator<Posted> {
    const found = new Set<number>();
    for (let place = this.events.length - 1; place >= this.events.first; place--) {
      const event = this.events.at(place);
      if (event?.kind !== "message") continue;
      const posted = this.posted.get(event.message.message_id);
      if (!posted) continue;
      found.add(event.message.message_id);
      yield posted;
    }
    // They are older than all that is still known to have happened.
    const others = found.size < this.posted.size ? [...this.posted.values()].reverse() : [];
    for (const posted of others) if (!found.has(posted.message.message_id)) yield posted;
  }

  private forgetOldest(): void {
    const [oldest] = this.posted.values();
    if (!oldest) return;
    const { message } = oldest;
    this.posted.delete(message.message_id);
    this.reactions.forget(message.message_id);
    this.unpin(message.message_id);
    this.forgot.beat(message);
  }

  private happened(event: ChatEvent): void {
    this.events.add(event);
    if (this.posted.size > this.keepMessages) this.forgetOldest();
    this.changed.beat(event);
  }
}

/** Enough for what people wait for now. */
const FEW = 100;

/** Replies nest one level only. */
function withoutReply(message: Message): NonNullable<Message["reply_to_message"]> {
  const { reply_to_message: _, ...rest } = message;
  return rest as NonNullable<Message["reply_to_message"]>;
}
