import { setTimeout as pause } from "node:timers/promises";
import type { Backend, Ownership } from "../backend.ts";
import { StoreReplaced, StoreUnavailable } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Outage } from "../outage.ts";
import { Stopping } from "../retry.ts";

export interface OwnerParts {
  readonly backend: Backend;
  readonly log: Log;
  readonly storeOutage: Outage;
  readonly signal: AbortSignal;
  /** Nothing may be taken up any more; who has it now, if anybody, is not known. */
  readonly lost: () => void;
  /** Another process has it: what is under way here is that one's now. */
  readonly taken: () => void;
  /** Work may go on, from what the store says now. */
  readonly regained: () => Promise<void>;
}

/** This process's place as the one that works the store's inbox and turns. */
export class Owner {
  private ownership: Ownership | undefined;
  private regaining: Promise<void> | undefined;
  /** Whether this process has ever worked on what the store held when it was opened. */
  private hasWorked = false;
  private isOutdated = false;

  constructor(private readonly parts: OwnerParts) {}

  get owns(): boolean {
    return this.ownership !== undefined;
  }

  /** Waits until no other process owns the store, and says so. @returns whether there was one. */
  async acquire(): Promise<boolean> {
    const { backend, log, storeOutage, signal, taken } = this.parts;
    let told = false;
    while (!this.ownership) {
      this.ownership = await storeOutage.outlast(() => this.take(), {
        signal,
        longestPauseMs: RETRY_MS,
        retryable: (error) => error instanceof StoreUnavailable,
      });
      if (this.ownership) break;
      taken();
      if (!told) log.warn("waiting: another process owns the store", { place: backend.place, hint: OWNED_HINT });
      told = true;
      await pause(RETRY_MS, undefined, { signal }).catch(() => {
        throw new Stopping();
      });
    }
    this.hasWorked = true;
    return told;
  }

  /** Takes the place again, on a store that was opened anew: that ends the ownership there was. */
  async renew(): Promise<void> {
    this.ownership = undefined;
    await this.acquire();
  }

  /** Resolves at once, or when the lost place is regained. */
  async whenOwner(): Promise<void> {
    await this.regaining;
  }

  async release(): Promise<void> {
    await this.ownership?.release();
    this.ownership = undefined;
  }

  private async take(): Promise<Ownership | undefined> {
    const { backend, log } = this.parts;
    if (this.isOutdated) {
      await backend.open(log);
      this.isOutdated = false;
      log.info("store replaced while waiting, opened anew", { place: backend.place });
    }
    try {
      return await backend.own((reason) => this.lose(reason));
    } catch (error) {
      // A restore had the store to itself while this one waited. Of the former one nothing was read yet.
      this.isOutdated = error instanceof StoreReplaced && !this.hasWorked;
      throw error;
    }
  }

  private lose(reason: string): void {
    const { log, lost, signal } = this.parts;
    if (!this.ownership || signal.aborted) return;
    this.ownership = undefined;
    lost();
    this.regaining = this.regain(reason).finally(() => {
      this.regaining = undefined;
    });
    this.regaining.catch((error: unknown) => {
      if (!(error instanceof Stopping)) log.error("ownership of the store not regained", { error });
    });
  }

  private async regain(reason: string): Promise<void> {
    const { log, storeOutage, regained } = this.parts;
    const taken = await this.acquire();
    await regained();
    // What an outage of the store brings with it, the lines about the outage say.
    if (taken || !storeOutage.begun) log.warn("ownership of the store was lost, and regained", { reason });
  }
}

const RETRY_MS = 500;
const OWNED_HINT =
  "Stop the other bot, or give this one a store of its own. It takes over by itself when the other ends.";
