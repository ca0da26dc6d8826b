import type { Arguments } from "./arguments.ts";

/** One Bot API call as it was made and answered. */
export interface Call {
  /** Rises by one with each call: 1, 2, 3, ... */
  readonly number: number;
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
  private latest = 0;

  constructor(private readonly keep = 5_000) {}

  add(made: Omit<Call, "number" | "answer">): Call {
    const call: Call = { number: ++this.latest, ...made };
    this.calls.push(call);
    if (this.calls.length >= 2 * this.keep) this.calls = this.calls.slice(-this.keep);
    return call;
  }

  /** Calls of this method, in any letter case, such as `telegram.calls.of("sendMessage")`. */
  of(method: string): Call[] {
    return this.calls.filter((call) => call.method.toLowerCase() === method.toLowerCase());
  }

  last(count: number): readonly Call[] {
    return this.calls.slice(-count);
  }

  *newestFirst(): Generator<Call> {
    for (let index = this.calls.length - 1; index >= 0; index--) yield this.calls[index] as Call;
  }

  [Symbol.iterator](): Iterator<Call> {
    return this.calls.values();
  }
}
