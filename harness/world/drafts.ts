import type { MessageEntity } from "@grammyjs/types";
import type { ServerClock } from "./server-clock.ts";

/** The preview of an answer that is being written. It is no message. */
export interface Draft {
  /** The same again: it grows, and does not begin anew. */
  readonly id: number;
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  readonly thread?: number;
  /** People are shown a button that stops it. */
  readonly canStop: boolean;
  /** It stays for a while although they did. */
  readonly staysWhenStopped: boolean;
}

const SHOWN_MS = 30_000;

/** Which drafts a chat shows now: for half a minute, or until the message comes. One of each bot. */
export class Drafts {
  private readonly byBot = new Map<number, Draft & { readonly until: number }>();

  constructor(private readonly clock: ServerClock) {}

  show(bot: number, draft: Draft): void {
    this.byBot.set(bot, { ...draft, until: this.clock.now + SHOWN_MS });
  }

  of(bot: number): Draft | undefined {
    const shown = this.byBot.get(bot);
    return shown && shown.until > this.clock.now ? shown : undefined;
  }

  end(bot: number): void {
    this.byBot.delete(bot);
  }
}
