import { type Clock, CodedError, type Log } from "#core";

export interface ChoreParts {
  /** What the log says when it could not be done, such as "sessions not backed up". */
  readonly undone: string;
  /** @returns when it is due again, in ms since the epoch. Ends soon after the signal. */
  readonly work: (signal: AbortSignal) => Promise<number>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Something that is done again and again by the clock. One at a time; one that fails is a line in the log, is tried again
 * later, and harms nobody.
 */
export class Chore {
  /** At first the work itself has to find out: what an earlier process did is not in memory. */
  private due = 0;
  private lookedAt = 0;
  private failing = false;
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> | undefined;
  private halt = new AbortController();

  constructor(private readonly parts: ChoreParts) {}

  start(): void {
    this.due = 0;
    this.halt = new AbortController();
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.look();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.halt.abort();
    await this.working;
  }

  private look(): void {
    const now = this.parts.clock.now();
    // Put back, the clock would else not come to the time for long.
    if (now < this.lookedAt) this.due = 0;
    this.lookedAt = now;
    if (this.working || now < this.due) return;
    this.working = this.attempt(now, this.halt.signal).finally(() => {
      this.working = undefined;
    });
  }

  private async attempt(now: number, signal: AbortSignal): Promise<void> {
    const { work, log, undone } = this.parts;
    try {
      this.due = await work(signal);
      this.failing = false;
    } catch (error) {
      this.due = now + RETRY_MS;
      if (signal.aborted) return;
      const hint = error instanceof CodedError ? error.hint : "";
      if (!this.failing) log.error(undone, { plugin: "housekeeping", hint, error });
      this.failing = true;
    }
  }
}

const LOOK_MS = 1_000;
const RETRY_MS = 600_000;
