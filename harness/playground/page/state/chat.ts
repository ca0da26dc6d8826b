import { batch, signal } from "@preact/signals";
import type { Shown, ShownChat } from "../../shown.ts";

/** What somebody is doing there at the moment. */
export interface Doing {
  readonly by: number;
  /** `draft`: writing, and what is written so far; otherwise a chat action such as `typing`. */
  readonly what: string;
  readonly text?: string;
}

/** How long an action and a draft are shown without being repeated, in ms: as Telegram's apps do. */
const lastsMs = { action: 5_500, draft: 30_000 };

/** A chat and what is said in it. */
export class Chat {
  readonly shown;
  readonly messages;
  readonly doing = signal<Doing | undefined>(undefined);
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(shown: ShownChat, messages: readonly Shown[]) {
    this.shown = signal(shown);
    this.messages = signal(messages);
  }

  get id(): number {
    return this.shown.value.id;
  }

  put(shown: Shown): void {
    const before = this.messages.value;
    const id = shown.message.message_id;
    const index = before.findLastIndex(({ message }) => message.message_id === id);
    batch(() => {
      this.messages.value = index < 0 ? [...before, shown] : before.with(index, shown);
      if (shown.by === this.doing.value?.by) this.rest();
    });
  }

  remove(id: number): void {
    this.messages.value = this.messages.value.filter(({ message }) => message.message_id !== id);
  }

  act(by: number, what: string): void {
    this.do({ by, what }, lastsMs.action);
  }

  draft(by: number, text: string): void {
    this.do({ by, what: "draft", text }, lastsMs.draft);
  }

  private do(doing: Doing, ms: number): void {
    clearTimeout(this.timer);
    this.doing.value = doing;
    this.timer = setTimeout(() => this.rest(), ms);
  }

  /** Nobody is doing anything any more. */
  rest(): void {
    clearTimeout(this.timer);
    this.doing.value = undefined;
  }
}
