import { setTimeout as pause } from "node:timers/promises";
import type { Update } from "grammy/types";
import { Pool } from "undici";

/** How messages reach a bot. */
export interface Delivery {
  add(update: Update): void;
  /** Delivers no more. @returns what was not delivered, in its order. */
  withdraw(): Promise<readonly Update[]>;
  close(): void;
}

const BATCH = 100;

/** The bot asks, and is made to wait while there is nothing. What its offset has not confirmed comes again. */
export class PollingDelivery implements Delivery {
  private waiting: Update[] = [];
  private handedOut: Update[] = [];
  private wake: () => void = () => {};

  add(update: Update): void {
    this.waiting.push(update);
    this.wake();
  }

  async withdraw(): Promise<readonly Update[]> {
    return this.waiting.splice(0);
  }

  async take(offset: number, timeoutMs: number): Promise<readonly Update[]> {
    this.handedOut = this.handedOut.filter(({ update_id: id }) => id >= offset);
    if (this.handedOut.length > 0) return this.handedOut;
    if (this.waiting.length === 0) await this.somethingWithin(timeoutMs);
    this.handedOut = this.waiting.splice(0, BATCH);
    return this.handedOut;
  }

  close(): void {
    this.wake();
  }

  private async somethingWithin(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.wake = resolve;
    await promise;
    clearTimeout(timer);
  }
}

/** As Telegram calls a webhook: on 40 connections, a user's messages one after the other, until the answer is 200. */
export class WebhookDelivery implements Delivery {
  private readonly lanes = new Map<number, Update[]>();
  private readonly busy = new Set<number>();
  private readonly pool: Pool;
  private closed = false;

  constructor(
    private readonly url: URL,
    private readonly secret: string,
  ) {
    this.pool = new Pool(url.origin, { connections: 40 });
  }

  add(update: Update): void {
    const user = update.message?.from.id ?? 0;
    const lane = this.lanes.get(user);
    if (lane) lane.push(update);
    else this.lanes.set(user, [update]);
    if (!this.busy.has(user)) void this.work(user);
  }

  async withdraw(): Promise<readonly Update[]> {
    const left = [...this.lanes.values()].flatMap((lane) => lane.splice(0));
    // What is on its way arrives.
    while (this.busy.size > 0 && !this.closed) await pause(5);
    return left;
  }

  close(): void {
    this.closed = true;
    void this.pool.destroy();
  }

  private async work(user: number): Promise<void> {
    this.busy.add(user);
    for (let next = this.next(user); next; next = this.next(user)) {
      while (!(await this.post(next)) && !this.closed) await pause(50);
    }
    this.busy.delete(user);
  }

  private next(user: number): Update | undefined {
    return this.closed ? undefined : this.lanes.get(user)?.shift();
  }

  private async post(update: Update): Promise<boolean> {
    try {
      const headers = { "content-type": "application/json", "x-telegram-bot-api-secret-token": this.secret };
      const body = JSON.stringify(update);
      const answer = await this.pool.request({ path: this.url.pathname, method: "POST", headers, body });
      await answer.body.dump();
      return answer.statusCode === 200;
    } catch {
      return false;
    }
  }
}
