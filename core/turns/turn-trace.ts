import { z } from "zod";
import type { Backend } from "../backend.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { ToolStep } from "./agent.ts";
import { traceKey } from "./turn.ts";

const traceSchema = z.object({
  /** In ms since the epoch. */
  begunAt: z.number(),
  steps: z.int(),
  last: z.object({ tool: z.string(), line: z.string(), state: z.string(), at: z.number() }).optional(),
});

type Trace = z.output<typeof traceSchema>;

export interface TraceParts {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * How far a turn has come, kept in the store beside it for the receipt of one that is cut off. Written now and then, and
 * not at all for what is over at once: a store that is away costs a line of the receipt, and no turn waits for it.
 */
export class TurnTrace {
  private readonly key: string;
  private trace: Trace;
  private readonly seen = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: TraceParts,
    turnId: string,
  ) {
    this.key = traceKey(turnId);
    this.trace = { begunAt: parts.clock.now(), steps: 0 };
    this.timer = setTimeout(() => this.write(), FIRST_AFTER_MS);
  }

  note({ id, tool, line, state }: ToolStep): void {
    const isFirst = this.seen.size === 0;
    this.seen.add(id);
    const last = { tool, line: line.slice(0, LONGEST_LINE).toWellFormed(), state, at: this.parts.clock.now() };
    this.trace = { ...this.trace, steps: this.seen.size, last };
    if (!isFirst) return;
    clearTimeout(this.timer);
    this.write();
  }

  /** Resolves when nothing more is written. */
  async end(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.writing;
  }

  private write(): void {
    const { backend, log } = this.parts;
    const next = JSON.stringify(this.trace);
    this.writing = this.writing
      .then(async () => {
        const stored = await backend.read(this.key);
        if (stored !== next) await backend.compareAndSet(this.key, stored, next);
      })
      .catch((error: unknown) => log.debug("progress not kept", { error }));
    this.timer = setTimeout(() => this.write(), EVERY_MS);
  }
}

/** Of a turn that was cut off, as a sentence or two; undefined if nothing is known. @throws {StoreUnavailable} */
export async function howFar(backend: Backend, turnId: string): Promise<string | undefined> {
  const parsed = traceSchema.safeParse(JSON.parse((await backend.read(traceKey(turnId))) ?? "null"));
  if (!parsed.success) return undefined;
  const { begunAt, steps, last } = parsed.data;
  const begun = `It had begun at ${timeOf(begunAt)}`;
  if (!last) return `${begun}.`;
  const count = steps === 1 ? "one tool" : `${steps} tools`;
  const was = last.state === "running" ? "was at work on" : last.state === "failed" ? "had failed at" : "had just done";
  return `${begun}, used ${count}, and at ${timeOf(last.at)} ${was} this:\n🔧 ${last.tool}: ${last.line}`;
}

const timeOf = (ms: number) => `${new Date(ms).toISOString().slice(11, 16)} UTC`;

const FIRST_AFTER_MS = 5_000;
const EVERY_MS = 2_000;
const LONGEST_LINE = 200;
