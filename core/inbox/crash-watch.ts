import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Backend } from "../backend.ts";
import type { Log } from "../log.ts";
import type { InboxEntry } from "./inbox.ts";
import type { Lanes } from "./lanes.ts";

/** What is kept about the running process, so that the next one knows how it ended. */
const runSchema = z.object({
  state: z.enum(["running", "stopped"]),
  /** The only update that was being handled, when that was certain. */
  alone: z.string().optional(),
  /** Unclean ends by the update that was alone running. */
  ends: z.record(z.string(), z.int()).default({}),
});
type Run = z.output<typeof runSchema>;

/**
 * Finds the update that kills the process. After an unclean end the first left-over of each lane is run alone, one
 * after the other, with a note in the store which it is; an update that was alone at {@link MOST_ENDS} unclean ends
 * is condemned, so that it is set aside instead of run. A process that ended well pays nothing for this.
 */
export class CrashWatch {
  private raw: string | undefined;
  private previous: Run | undefined;
  private ends: Record<string, number> = {};
  private attempts = 0;

  constructor(
    private readonly backend: Backend,
    private readonly log: Log,
  ) {}

  isCondemned(entryId: string): boolean {
    return (this.ends[entryId] ?? 0) >= MOST_ENDS;
  }

  /** Begins a run with the left-overs in their lanes, which are held until this resolves. */
  async begin(lanes: Lanes<InboxEntry>): Promise<void> {
    // Read once, though this may be called again after an outage: the next read would find this very process.
    this.previous ??= await this.readPrevious();
    const { previous } = this;
    const heads = lanes.heads;
    const isFirstTry = this.attempts++ === 0;
    if (previous.state === "running") {
      const culprit = previous.alone ?? (heads.length === 1 ? heads[0]?.job.id : undefined);
      this.ends = this.countEnd(previous.ends, culprit, heads);
      if (heads.length > 0 && isFirstTry) this.log.warn("previous process ended uncleanly", { suspects: heads.length });
      const deadline = performance.now() + ALL_ALONE_MS;
      for (const { lane, job } of heads) {
        if (performance.now() > deadline) break;
        await this.write({ state: "running", alone: job.id, ends: this.ends });
        // Handlers are short; one that waits for the network must not keep the bot from starting.
        const bound = new AbortController();
        const tooLong = pause(ALONE_MS, undefined, { signal: bound.signal }).catch(() => {});
        await Promise.race([lanes.next(lane), tooLong]);
        bound.abort();
      }
    }
    await this.write({ state: "running", ends: this.ends });
  }

  private async readPrevious(): Promise<Run> {
    this.raw = await this.backend.read(RUN_KEY);
    return runIn(this.raw) ?? { state: "stopped", ends: {} };
  }

  /** The process ends well. */
  end(): Promise<void> {
    return this.write({ state: "stopped", ends: {} });
  }

  /** Counts are kept only for updates that still wait. */
  private countEnd(before: Run["ends"], culprit: string | undefined, heads: Lanes<InboxEntry>["heads"]): Run["ends"] {
    const ends: Record<string, number> = {};
    for (const { job } of heads) {
      const count = (before[job.id] ?? 0) + (job.id === culprit ? 1 : 0);
      if (count > 0) ends[job.id] = count;
    }
    return ends;
  }

  private async write(run: Run): Promise<void> {
    const next = JSON.stringify(run);
    while (!(await this.backend.compareAndSet(RUN_KEY, this.raw, next))) this.raw = await this.backend.read(RUN_KEY);
    this.raw = next;
  }
}

/** What can't be read tells nothing: the note is no reason not to start. */
function runIn(raw: string | undefined): Run | undefined {
  try {
    return runSchema.safeParse(JSON.parse(raw ?? "null")).data;
  } catch {
    return undefined;
  }
}

/** Belongs to a process, not to what it works on. */
export const RUN_KEY = "run";
const MOST_ENDS = 5;
const ALONE_MS = 2_000;
const ALL_ALONE_MS = 10_000;
