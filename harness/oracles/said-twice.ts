import type { Chat, ChatEvent } from "../world/chat.ts";

interface Talk {
  latest: { readonly id: number; readonly text: string; readonly by: number; readonly at: number } | undefined;
  /** What people did here that a reply was not counted for yet. */
  acts: number;
  /** What was said here lately. */
  readonly lately: { readonly text: string; readonly by: number }[];
  /** What a bot that was killed may say once more: no reply to what people did since. */
  again: Set<string>;
}

/**
 * Replies that a bot gave twice: the same text as its last one, within a minute of the server's clock, and not one thing
 * that people did left which it could be the reply to. Two people who wrote at the same time may get the same answer twice.
 *
 * After a kill, and after a call whose answer the bot did not get, a bot that repeats itself does right.
 */
export class SaidTwice {
  private readonly talks = new Map<Chat, Talk>();

  /** A person wrote, pressed or reacted. */
  acted(chat: Chat): void {
    this.of(chat).acts++;
  }

  /** @returns whether the bot repeats itself. */
  said(chat: Chat, event: ChatEvent): boolean {
    if (event.kind !== "message" && event.kind !== "edit") return false;
    const { message, by, at } = event;
    const talk = this.of(chat);
    const { latest } = talk;
    const text = message.text ?? message.caption;
    const now = text === undefined ? undefined : { id: message.message_id, text, by, at };
    if (event.kind === "edit") {
      // What answers begin with is often the same; what they come to is what counts.
      if (latest?.id === message.message_id) talk.latest = now;
      return false;
    }
    if (now) talk.lately.push(now);
    if (talk.lately.length > LATELY) talk.lately.shift();
    if (text !== undefined && talk.again.delete(text)) {
      talk.latest = now;
      return false;
    }
    const isRepeated =
      text !== undefined && talk.acts === 0 && text === latest?.text && by === latest.by && at - latest.at < WINDOW_MS;
    talk.acts = Math.max(0, talk.acts - 1);
    talk.latest = now;
    return isRepeated;
  }

  /** The bot may not know what it has said here. */
  forget(chat: Chat): void {
    this.talks.delete(chat);
  }

  /** This bot may not know what it has said anywhere. */
  forgetAllOf(bot: number): void {
    for (const talk of this.talks.values()) {
      talk.again = new Set(talk.lately.flatMap(({ text, by }) => (by === bot ? [text] : [])));
      if (talk.latest?.by === bot) talk.latest = undefined;
    }
  }

  private of(chat: Chat): Talk {
    const talk = this.talks.get(chat) ?? { latest: undefined, acts: 0, lately: [], again: new Set() };
    this.talks.set(chat, talk);
    return talk;
  }
}

const WINDOW_MS = 60_000;
/** More than a bot can have said of which it knows nothing after a kill. */
const LATELY = 10;
