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

  constructor(
    readonly chat: Chat,
    private readonly userId: number,
  ) {}

  /** Finds the next message or edit by others that matches, and reads up to it. */
  find(pattern: string | RegExp): Seen | undefined {
    for (let index = this.placeToRead(); index < this.chat.events.length; index++) {
      const event = this.chat.events.at(index);
      if (!event || !this.isNews(event)) continue;
      const match = matched(describeContent(event.message), pattern);
      if (!match) continue;
      this.readTo = index + 1;
      return Object.assign(match, { message: event.message });
    }
    return undefined;
  }

  /** The first message or edit by others that was not read yet. */
  get unread(): Message | undefined {
    for (let index = this.placeToRead(); index < this.chat.events.length; index++) {
      const event = this.chat.events.at(index);
      if (event && this.isNews(event)) return event.message;
    }
    return undefined;
  }

  /** Finds an action such as `typing`, or a draft, that came after the last one found and the last message read. */
  findLive(isWanted: (event: ChatEvent) => boolean): ChatEvent | undefined {
    for (let index = this.placeToRead(this.actionsReadTo); index < this.chat.events.length; index++) {
      const event = this.chat.events.at(index);
      if (!event || event.by === this.userId || !isWanted(event)) continue;
      this.actionsReadTo = index + 1;
      return event;
    }
    return undefined;
  }

  isRead(index: number): boolean {
    return index < this.readTo;
  }

  /** What a chat has forgotten can't be read any more. */
  private placeToRead(earliest = 0): number {
    return Math.max(this.readTo, earliest, this.chat.events.first);
  }

  private isNews(event: ChatEvent): event is Extract<ChatEvent, { message: Message }> {
    return event.by !== this.userId && (event.kind === "message" || event.kind === "edit");
  }
}

export const matches = (text: string, pattern: string | RegExp) => matched(text, pattern) !== undefined;

function matched(text: string, pattern: string | RegExp): string[] | undefined {
  if (typeof pattern === "string") return text.includes(pattern) ? [pattern] : undefined;
  // Without the flags that give a pattern a memory.
  const match = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, "")).exec(text);
  return match ? [...match] : undefined;
}
