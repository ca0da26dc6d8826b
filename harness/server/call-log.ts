import type { Arguments } from "./arguments.ts";

/** One Bot API call as it was made and answered. */
export interface Call {
  /** In ms since the epoch. */
  readonly at: number;
  readonly bot: string;
  readonly method: string;
  readonly arguments: Arguments;
  /** It stood in the bot's answer to its webhook, and nobody told the bot what came of it. */
  readonly inReply?: true;
  /** What went back: a result, a refusal, or how the connection was cut. `undefined` while it is in flight. */
  answer?: { readonly ok: boolean; readonly said: unknown };
}

/** The latest calls of all bots, oldest first. Older ones are forgotten, so that a load run does not fill the memory. */
export class CallLog implements Iterable<Call> {
  private calls: Call[] = [];

  constructor(private readonly keep = 5_000) {}

  add(call: Call): void {
    this.calls.push(call);
    if (this.calls.length >= 2 * this.keep) this.calls = this.calls.slice(-this.keep);
  }

  /** Calls of this method, in any letter case, such as `telegram.calls.of("sendMessage")`. */
  of(method: string): Call[] {
    return this.calls.filter((call) => call.method.toLowerCase() === method.toLowerCase());
  }

  last(count: number): readonly Call[] {
    return this.calls.slice(-count);
  }

  [Symbol.iterator](): Iterator<Call> {
    return this.calls.values();
  }
}
