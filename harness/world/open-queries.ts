import type { ServerClock } from "./server-clock.ts";

/** A question a bot may answer once. */
export interface OpenQuery<Answer> {
  /** Who will see the answer. */
  readonly userId: number;
  take(answer: Answer): void;
}

/** Questions that wait for a bot's answer, until it is too late for one. */
export class OpenQueries<Answer> {
  private readonly open = new Map<string, OpenQuery<Answer> & { readonly until: number }>();

  /** @param lifetimeMs how long an answer is taken. Telegram's own window is not documented: as long as the update lives. */
  constructor(
    private readonly clock: ServerClock,
    private readonly lifetimeMs: number,
  ) {}

  /** Of those that can be answered now, oldest first. */
  get ids(): readonly string[] {
    this.dropExpired();
    return [...this.open.keys()];
  }

  add(id: string, query: OpenQuery<Answer>): void {
    this.dropExpired();
    this.open.set(id, { ...query, until: this.clock.now + this.lifetimeMs });
  }

  find(id: string): OpenQuery<Answer> | undefined {
    this.dropExpired();
    return this.open.get(id);
  }

  delete(id: string): void {
    this.open.delete(id);
  }

  /** The oldest come first, and all live equally long. */
  private dropExpired(): void {
    for (const [id, { until }] of this.open) {
      if (until > this.clock.now) return;
      this.open.delete(id);
    }
  }
}
