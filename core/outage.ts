import { type CodedError, StoreNotOwned, StoreUnavailable } from "./errors.ts";
import type { Log } from "./log.ts";
import { type Patience, tryAgain } from "./retry.ts";

/**
 * A part of the world that can be away: one log line when that begins, one when it is over, and nobody told twice,
 * whichever parts of the bot notice and how often. It is over when nobody waits for it any longer and it has stayed
 * well for a while: something that answers every other call is one outage, not many.
 */
export class Outage {
  /** When it began and when it was last known to work, on a clock that never jumps; in ms. */
  private since: number | undefined;
  private wellSince: number | undefined;
  private waiting = 0;
  private settling: NodeJS.Timeout | undefined;
  /** Told of every failure of this part. */
  onFailure: (failure: CodedError) => void = () => {};
  private readonly told = new Set<number>();
  private readonly hints = new Set<string>();

  constructor(
    /** Completes "… became unavailable": `store`, `Telegram`. */
    private readonly part: string,
    private readonly log: Log,
    /** What a failure of this part comes to; undefined for a failure that is not its own. */
    private readonly ours: (error: Error) => CodedError | undefined,
  ) {}

  /** Whether the last that was heard of it is a failure. */
  get active(): boolean {
    return this.since !== undefined && this.wellSince === undefined;
  }

  /** Whether it has begun and its end has not been said. */
  get begun(): boolean {
    return this.since !== undefined;
  }

  /** Whether something is being tried again, and will tell when it is over. */
  get awaited(): boolean {
    return this.waiting > 0;
  }

  /** Tries again as long as it is worth it, without limit; a failure of this part begins an outage, which is not over before this is through. */
  async outlast<T>(task: () => Promise<T>, patience: Patience): Promise<T> {
    patience.signal.throwIfAborted();
    try {
      return await task();
    } catch (failure) {
      return this.waitOut(task, failure, patience);
    }
  }

  private async waitOut<T>(task: () => Promise<T>, failure: unknown, patience: Patience): Promise<T> {
    let waits = false;
    const onFailure = async (error: Error) => {
      if (this.failed(error) && !waits) {
        waits = true;
        this.waiting++;
      }
      await patience.onFailure?.(error);
    };
    try {
      const result = await tryAgain(task, failure, { ...patience, onFailure });
      if (waits) this.wellSince ??= performance.now();
      return result;
    } finally {
      if (waits) {
        this.waiting--;
        this.settle();
      }
    }
  }

  /** @returns whether it is a failure of this part. */
  failed(error: Error): boolean {
    const failure = this.ours(error);
    if (!failure) return false;
    this.onFailure(failure);
    this.wellSince = undefined;
    this.unsettle();
    const { hint } = failure;
    if (this.since === undefined) this.log.error(`${this.part} became unavailable`, { hint, error: failure });
    // A line more only for another remedy: a Redis that was away and comes back empty wants another hand.
    else if (!this.hints.has(hint)) this.log.error(`${this.part} still unavailable`, { hint, error: failure });
    this.since ??= performance.now();
    this.hints.add(hint);
    return true;
  }

  /** Said by what has just used it: reading proves nothing where it is writing that fails. */
  succeeded(): void {
    if (this.since === undefined) return;
    this.wellSince ??= performance.now();
    this.settle();
  }

  /** True the first time during this outage. */
  shouldTell(userId: number): boolean {
    if (this.told.has(userId)) return false;
    this.told.add(userId);
    return true;
  }

  /** Says at once what would be said a little later. */
  close(): void {
    if (this.wellSince !== undefined && this.waiting === 0) this.end();
  }

  private settle(): void {
    if (this.wellSince === undefined || this.waiting > 0 || this.settling) return;
    this.settling = setTimeout(() => this.end(), SETTLED_AFTER_MS);
    this.settling.unref();
  }

  private unsettle(): void {
    clearTimeout(this.settling);
    this.settling = undefined;
  }

  private end(): void {
    this.unsettle();
    const ms = Math.round((this.wellSince ?? 0) - (this.since ?? 0));
    this.log.info(`${this.part} answered again`, { ms });
    this.since = undefined;
    this.wellSince = undefined;
    this.told.clear();
    this.hints.clear();
  }
}

export const storeOutage = (log: Log): Outage =>
  new Outage("store", log, (error) =>
    error instanceof StoreUnavailable && !(error instanceof StoreNotOwned) ? error : undefined,
  );

/** Longer than a call to a store that has become slow may take, after which it would be away again. */
const SETTLED_AFTER_MS = 3_000;
