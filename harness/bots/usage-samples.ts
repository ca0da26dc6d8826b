import { type Usage, UsageMeter } from "./usage-meter.ts";

/** What a bot took of the machine in each of its lives: looked at when somebody asks, and now and then if that is wished. */
export class UsageSamples {
  /** The latest of them, oldest first. */
  readonly taken: Usage[] = [];
  /** Of the present life, or the last one. */
  meter: UsageMeter | undefined;

  /** @param everyMs how long to wait between two looks; undefined: nobody looks unasked. */
  constructor(
    private readonly everyMs: number | undefined,
    private readonly failed: (problem: unknown) => void,
  ) {}

  /** A life has begun. */
  follow(pid: number | undefined): void {
    this.meter = pid === undefined ? undefined : new UsageMeter(pid);
    if (this.everyMs !== undefined)
      this.meter?.lookEvery(this.everyMs, { saw: (one) => this.keep(one), failed: this.failed });
  }

  /** It has ended. */
  stop(): void {
    this.meter?.stop();
  }

  private keep(usage: Usage): void {
    this.taken.push(usage);
    if (this.taken.length > MOST) this.taken.shift();
  }
}

const MOST = 10_000;
