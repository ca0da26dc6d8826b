import { StoreDamaged, StoreUnusable } from "../errors.ts";
import { Stopping } from "../retry.ts";

export interface MenderParts {
  /** Such as `SQLite`. */
  readonly store: string;
  /** Once it is aborted, nothing is mended any more: the next start does. */
  readonly signal: AbortSignal;
  /** Opens the store anew, which mends it, and goes on from what it says then. */
  readonly mend: () => Promise<void>;
  /** Told when it came to nothing. */
  readonly failed: (reason: unknown) => void;
}

/** Mends a store that is found damaged while the bot runs: once at a time, and not for ever. */
export class Mender {
  private mending: Promise<void> | undefined;
  private readonly begun: number[] = [];

  constructor(private readonly parts: MenderParts) {}

  ifDamaged(error: unknown): void {
    const { signal, failed } = this.parts;
    if (!(error instanceof StoreDamaged) || signal.aborted) return;
    this.mending ??= this.work()
      .catch((reason: unknown) => {
        if (!(reason instanceof Stopping)) failed(reason);
      })
      .finally(() => {
        this.mending = undefined;
      });
  }

  /** @throws {StoreUnusable} when it comes to nothing, because the damage comes back. */
  private async work(): Promise<void> {
    const now = performance.now();
    this.begun.push(now);
    if (this.begun.filter((time) => time > now - WITHIN_MS).length > MOST) {
      throw new StoreUnusable(
        `The ${this.parts.store} store was found damaged ${MOST + 1} times in ten minutes.`,
        "Check disk and memory of this machine. What was damaged is kept beside the store.",
      );
    }
    await this.parts.mend();
  }
}

const MOST = 3;
const WITHIN_MS = 600_000;
