import type { Message } from "@grammyjs/types";
import { computed, signal } from "@preact/signals";
import type { ShownPerson } from "../../shown.ts";
import type { Chat } from "./chat.ts";

/** What the next message replies to, and the words of it that are meant. */
export interface Replying {
  readonly replyTo: Message;
  readonly quote?: string;
}

/** A person's place in a chat: what they have typed, chosen and read there, which nobody else sees. */
export class Seat {
  readonly text = signal("");
  readonly replying = signal<Replying | undefined>(undefined);
  readonly editing = signal<Message | undefined>(undefined);
  /** What is shown for a moment, such as the bot's answer to a press. */
  readonly note = signal<string | undefined>(undefined);
  /** The latest message they have had before their eyes. */
  readonly readTo = signal(0);
  /** The message whose keyboard they have put away. */
  readonly putAway = signal(0);
  readonly unread = computed(
    () =>
      this.chat.messages.value.filter(({ by, message }) => !this.isMine(by) && message.message_id > this.readTo.value)
        .length,
  );
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly person: number,
    readonly chat: Chat,
  ) {
    this.read();
  }

  isMine(by: number): boolean {
    return by === this.person;
  }

  /** What requests about this chat say: nothing means the private one. */
  get in(): { in?: number } {
    return this.chat.id === this.person ? {} : { in: this.chat.id };
  }

  read(): void {
    this.readTo.value = this.chat.messages.value.at(-1)?.message.message_id ?? 0;
  }

  say(note: string): void {
    clearTimeout(this.timer);
    this.note.value = note;
    this.timer = setTimeout(() => {
      this.note.value = undefined;
    }, 4_000);
  }
}

const seats = new WeakMap<Chat, Map<number, Seat>>();

export function seatOf({ id }: Pick<ShownPerson, "id">, chat: Chat): Seat {
  const inChat = seats.get(chat) ?? new Map<number, Seat>();
  seats.set(chat, inChat);
  const seat = inChat.get(id) ?? new Seat(id, chat);
  inChat.set(id, seat);
  return seat;
}
