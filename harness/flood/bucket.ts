/** So many in so many seconds. */
export interface Rate {
  readonly count: number;
  readonly seconds: number;
}

/** Lets `count` through at once and then one every `seconds / count`: a leaky bucket. */
export class Bucket {
  /** When it will have run empty, in ms. */
  private emptyAt = 0;

  constructor(private readonly rate: Rate) {}

  /** How long until one more fits, in ms; 0: now. */
  waitFor(now: number): number {
    return Math.max(0, this.emptyAt - now + this.dropMs - this.rate.seconds * 1000);
  }

  take(now: number): void {
    this.emptyAt = Math.max(this.emptyAt, now) + this.dropMs;
  }

  giveBack(): void {
    this.emptyAt -= this.dropMs;
  }

  private get dropMs(): number {
    return (this.rate.seconds * 1000) / this.rate.count;
  }
}
