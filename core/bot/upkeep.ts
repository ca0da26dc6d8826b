import type { Backend } from "../backend.ts";
import { StoreUnavailable } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Outage } from "../outage.ts";

export interface UpkeepParts {
  readonly backend: Backend;
  readonly storeOutage: Outage;
  readonly log: Log;
  /** Takes up what other processes put into the inbox. */
  readonly feed: () => Promise<void>;
}

/** What a running bot sees to now and then: whether the store is still there, and what others put into the inbox. */
export class Upkeep {
  private timer: NodeJS.Timeout | undefined;
  /** Whether it was this that found the store away: then it must also be this that finds it back. */
  private foundAway = false;

  constructor(private readonly parts: UpkeepParts) {}

  begin(): void {
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  end(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    const { backend, storeOutage, log, feed } = this.parts;
    try {
      await backend.check();
      if (this.foundAway) storeOutage.succeeded();
      this.foundAway = false;
      await feed();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) {
        log.error("upkeep failed", { error });
        return;
      }
      this.foundAway ||= !storeOutage.active;
      storeOutage.failed(error);
    }
  }
}

const EVERY_MS = 2_000;
