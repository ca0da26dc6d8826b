import type { Clock } from "./clock.ts";
import { CodedError } from "./errors.ts";
import type { Log } from "./log.ts";

/** A part of the world that can be away: one log line when that begins, one when it ends, and nobody told twice. */
export class Outage {
  private since: number | undefined;
  private readonly told = new Set<number>();
  private readonly hints = new Set<string>();

  constructor(
    /** Completes "… became unavailable": `store`, `Telegram`. */
    private readonly part: string,
    private readonly log: Log,
    private readonly clock: Clock,
    /** Told of every failure. */
    private readonly onFailure: (error: unknown) => void = () => {},
  ) {}

  get active(): boolean {
    return this.since !== undefined;
  }

  failed(error: unknown): void {
    this.onFailure(error);
    const hint = error instanceof CodedError ? error.hint : "";
    // A line more only for another remedy: a Redis that was away and comes back empty wants another hand.
    if (this.since !== undefined && this.hints.has(hint)) return;
    this.since ??= this.clock.now();
    this.hints.add(hint);
    this.log.error(`${this.part} became unavailable`, { hint, error });
  }

  succeeded(): void {
    if (this.since === undefined) return;
    this.log.info(`${this.part} answered again`, { ms: this.clock.now() - this.since });
    this.since = undefined;
    this.told.clear();
    this.hints.clear();
  }

  /** True the first time during this outage. */
  shouldTell(userId: number): boolean {
    if (this.told.has(userId)) return false;
    this.told.add(userId);
    return true;
  }
}
