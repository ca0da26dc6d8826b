import pidtree from "pidtree";
import pidusage from "pidusage";

/** What a process and its children take of the machine, at one moment. */
export interface Usage {
  /** In ms since the epoch. */
  readonly at: number;
  /** How many there are. */
  readonly processes: number;
  /** User and system, of those that live now, since each of them began. */
  readonly cpuSeconds: number;
  /** Resident memory; what they share counts for each of them. */
  readonly rssBytes: number;
  /** The most that was seen in this life, at this look and those before it. */
  readonly peakRssBytes: number;
}

/** Looks at what one life of a process takes. Memory that came and went between two looks is not seen. */
export class UsageMeter {
  private peak = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly pid: number) {}

  /** @throws if there is no such process any more, or where the machine has no `ps`. */
  async look(): Promise<Usage> {
    const pids = await pidtree(this.pid, { root: true });
    // Those that end between the two looks are left out, and those that have ended and hold no memory any more.
    const found = Object.values(await pidusage(pids)).filter(({ memory }) => memory > 0);
    if (found.length === 0) throw new Error(`Process ${this.pid} has ended.`);
    const rssBytes = found.reduce((sum, { memory }) => sum + memory, 0);
    const cpuMs = found.reduce((sum, { ctime }) => sum + ctime, 0);
    this.peak = Math.max(this.peak, rssBytes);
    const { length: processes } = found;
    return { at: Date.now(), processes, cpuSeconds: cpuMs / 1000, rssBytes, peakRssBytes: this.peak };
  }

  /** Looks from now on, until `stop()`. */
  lookEvery(ms: number, { saw, failed }: { saw: (usage: Usage) => void; failed: (problem: unknown) => void }): void {
    const next = async () => {
      try {
        const usage = await this.look();
        if (!this.timer) return;
        saw(usage);
        this.timer = setTimeout(next, ms);
      } catch (problem) {
        // A process that is just ending can't be looked at, which is no failure: its end stops this.
        if (this.timer) this.timer = setTimeout(() => this.timer && failed(problem), endsWithinMs);
      }
    };
    this.timer = setTimeout(next, 0);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

const endsWithinMs = 1_000;
