import type { Message } from "@grammyjs/types";
import type { Chat, ChatEvent } from "../world/chat.ts";
import { describeContent } from "./describe.ts";

/** What `toSee` found: the match and its groups, as `String.match` gives them, and the message it stands in. */
export interface Seen extends ReadonlyArray<string> {
  readonly message: Message;
}

/** One user's place in one chat. Reading goes on from the last message that was looked for and found. */
export class Reader {
  private readTo = 0;
  private actionsReadTo = 0;
  private filesReadTo = 0;
  private deletionsReadTo = 0;

  constructor(
    readonly chat: Chat,
    private readonly userId: number,
  ) {}

  /** Finds the next message or edit by others that matches, and reads up to it. */
  find(pattern: string | RegExp): Seen | undefined {
    return this.read(this.readTo, ({ message }) => seen(message, pattern));
  }

  /** The same of edits alone. */
  findEdit(pattern: string | RegExp): Seen | undefined {
    return this.read(this.readTo, ({ kind, message }) => (kind === "edit" ? seen(message, pattern) : undefined));
  }

  /** The message that was found last, or the next one, of which this is true. */
  findAgain(isWanted: (message: Message) => boolean): Message | undefined {
    return this.read(this.readTo - 1, ({ message }) => (isWanted(message) ? message : undefined));
  }

  /** The same, but no file is found twice. */
  findFile<T>(look: (message: Message) => T | undefined): T | undefined {
    const found = this.read(Math.max(this.readTo - 1, this.filesReadTo), ({ message }) => look(message));
    if (found) this.filesReadTo = this.readTo;
    return found;
  }

  /** A message that others took away, wherever reading has come to; none is found twice. */
  findDeletion(isWanted: (message: Message) => boolean): Message | undefined {
    for (const [index, event] of this.eventsFrom(this.deletionsReadTo)) {
      if (event.kind !== "delete" || event.by === this.userId || !isWanted(event.message)) continue;
      this.deletionsReadTo = index + 1;
      return event.message;
    }
    return undefined;
  }

  /** The first message or edit by others that was not read yet. */
  get unread(): Message | undefined {
    for (const [, event] of this.eventsFrom(this.readTo)) if (this.isNews(event)) return event.message;
    return undefined;
  }

  /** Finds an action such as `typing`, or a draft, that came after the last one found and the last message read. */
  findLive(isWanted: (event: ChatEvent) => boolean): ChatEvent | undefined {
    for (const [index, event] of this.eventsFrom(Math.max(this.readTo, this.actionsReadTo))) {
      if (event.by === this.userId || !isWanted(event)) continue;
      this.actionsReadTo = index + 1;
      return event;
    }
    return undefined;
  }

  isRead(index: number): boolean {
    return index < this.readTo;
  }

  /** Looks at messages and edits by others, and reads up to the one in which something was found. */
  private read<T>(from: number, look: (news: News) => T | undefined): T | undefined {
    for (const [index, event] of this.eventsFrom(from)) {
      const found = this.isNews(event) ? look(event) : undefined;
      if (found === undefined) continue;
      this.readTo = index + 1;
      return found;
    }
    return undefined;
  }

  /** What a chat has forgotten can't be read any more. */
  private *eventsFrom(from: number): Generator<[index: number, ChatEvent]> {
    for (let index = Math.max(from, this.chat.events.first); index < this.chat.events.length; index++) {
      const event = this.chat.events.at(index);
      if (event) yield [index, event];
    }
  }

  private isNews(event: ChatEvent): event is News {
    return event.by !== this.userId && (event.kind === "message" || event.kind === "edit");
  }
}

type News = Extract<ChatEvent, { kind: "message" | "edit" | "delete" | "poll" }>;

function seen(message: Message, pattern: string | RegExp): Seen | undefined {
  const match = matched(describeContent(message), pattern);
  return match && Object.assign(match, { message });
}

export const matches = (text: string, pattern: string | RegExp) => matched(text, pattern) !== undefined;

function matched(text: string, pattern: string | RegExp): string[] | undefined {
  if (typeof pattern === "string") return text.includes(pattern) ? [pattern] : undefined;
  // Without the flags that give a pattern a memory.
  const match = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, "")).exec(text);
  return match ? [...match] : undefined;
}
