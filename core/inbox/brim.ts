import type { Log } from "../log.ts";

/**
 * How many updates may wait in all. Once that is reached, Telegram keeps what comes until a tenth is done: so log and
 * users hear of it once, and not at every update.
 */
export class Brim {
  /** On a clock that never jumps, in ms. */
  private since: number | undefined;
  private readonly told = new Set<number>();
  private seekers: (() => void)[] = [];
  private closing = false;

  constructor(
    private readonly most: number,
    private readonly log: Log,
  ) {}

  get reached(): boolean {
    return this.since !== undefined;
  }

  measure(waiting: number): void {
    if (this.since === undefined && waiting >= this.most) {
      this.since = performance.now();
      this.log.warn("updates left with Telegram: too many wait", { waiting, most: this.most });
    } else if (this.since !== undefined && waiting <= this.most * 0.9) {
      this.log.info("updates taken again", { waiting, ms: Math.round(performance.now() - this.since) });
      this.since = undefined;
      this.told.clear();
      this.letGo();
    }
  }

  /** True the first time since it was reached. */
  shouldTell(userId: number): boolean {
    if (this.told.has(userId)) return false;
    this.told.add(userId);
    return true;
  }

  /** Resolves when more may come, or when nobody will bring more. */
  async room(): Promise<void> {
    while (this.reached && !this.closing) await new Promise<void>((resolve) => this.seekers.push(resolve));
  }

  /** Makes nobody wait any longer: the bot is being stopped. */
  close(): void {
    this.closing = true;
    this.letGo();
  }

  private letGo(): void {
    for (const resolve of this.seekers.splice(0)) resolve();
  }
}
