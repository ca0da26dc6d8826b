/** As an init system or a container runtime does: a bot that ends by itself is started again, if not too often. */
export interface KeepAlive {
  /** How long to wait before each new start, in ms. Default: 100. */
  readonly afterMs?: number;
  /** So many ends by itself `withinMs` are a restart loop, and it is not started again. Default: 5. */
  readonly most?: number;
  /** Default: 10,000. */
  readonly withinMs?: number;
}

interface End {
  readonly at: number;
  readonly how: string;
}

/** Starts a process again that has ended by itself, until it sees that this leads nowhere. */
export class Supervisor {
  /** How often it has started the process again. */
  restarts = 0;
  /** Why it has given up, in one sentence. */
  trouble: string | undefined;
  private ends: readonly End[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: KeepAlive,
    private readonly startAgain: () => void,
  ) {}

  /** Whether there is no process now, but soon will be. */
  get isAboutToStart(): boolean {
    return this.timer !== undefined;
  }

  /** @param how such as `code 1`. */
  ended(how: string): void {
    const { afterMs = 100, most = 5, withinMs = 10_000 } = this.options;
    const now = performance.now();
    this.ends = [...this.ends, { at: now, how }].filter(({ at }) => now - at <= withinMs);
    if (this.ends.length >= most) {
      const took = Math.round(now - (this.ends[0]?.at ?? now));
      const ways = this.ends.map((end) => end.how).join(", ");
      this.trouble = `is in a restart loop: it ended by itself ${most} times within ${took} ms, with ${ways}`;
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.restarts++;
      this.startAgain();
    }, afterMs);
  }

  /** Somebody else decides from now on whether the process runs. */
  rest(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Forgets all that was before: somebody starts it by hand. */
  beginAnew(): void {
    this.rest();
    this.ends = [];
    this.trouble = undefined;
  }
}
