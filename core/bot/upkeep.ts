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
  private looking = false;

  constructor(private readonly parts: UpkeepParts) {}

  begin(): void {
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  end(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    // A store that answers slowly is not asked twice at a time.
    if (this.looking) return;
    this.looking = true;
    const { backend, storeOutage, log, feed } = this.parts;
    try {
      await backend.check();
      await feed();
      if (!storeOutage.active || storeOutage.awaited) return;
      // Nobody else is waiting to find it well again. That it can be read is no proof: a disk may be full.
      await tryToWrite(backend);
      storeOutage.succeeded();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) log.error("upkeep failed", { error });
      else storeOutage.failed(error);
    } finally {
      this.looking = false;
    }
  }
}

async function tryToWrite(backend: Backend): Promise<void> {
  // Removing it alone would prove nothing: that needs no room.
  await backend.compareAndSet(PROBE_KEY, await backend.read(PROBE_KEY), "written");
  await backend.compareAndSet(PROBE_KEY, "written", undefined);
}

const EVERY_MS = 2_000;
const PROBE_KEY = "probe";
