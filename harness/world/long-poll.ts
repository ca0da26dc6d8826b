import type { Update } from "@grammyjs/types";
import { conflict, type Refusal } from "../server/refusal.ts";
import type { ServerClock } from "./server-clock.ts";
import type { UpdateQueue } from "./update-queue.ts";

export interface Poll {
  readonly offset: number;
  /** 1 to 100. */
  readonly limit: number;
  /** In seconds, 0 to 50. */
  readonly timeout: number;
}

interface ParkedPoll extends Poll {
  readonly answer: (updates: Update[]) => void;
  readonly refuse: (refusal: Refusal) => void;
  /** Forgets that its time will be up. */
  readonly keep: () => void;
}

/**
 * Long polling for one bot. A poll that has to wait is parked; it outlives its client, as at Telegram, and is ended by
 * the next poll that has to wait.
 *
 * @see https://core.telegram.org/bots/api#getupdates
 */
export class LongPoll {
  private parked: ParkedPoll | undefined;
  private previous = { offset: Number.NaN, at: 0 };
  private nextConflictAt = 0;

  constructor(
    private readonly queue: UpdateQueue,
    private readonly clock: ServerClock,
  ) {
    queue.added.subscribe(() => this.wake());
  }

  poll(asked: Poll): Update[] | Promise<Update[]> {
    const { offset, limit, timeout } = this.slowedDown(asked);
    this.queue.acknowledge(offset);
    const updates = this.queue.read(limit);
    if (updates.length > 0 || timeout === 0) return updates;
    this.endByOther();
    return new Promise((resolve, reject) => {
      const keep = this.clock.after(timeout * 1000, () => this.release([]));
      this.parked = { offset, limit, timeout, answer: resolve, refuse: reject, keep };
    });
  }

  /** Ends the parked poll with a conflict, at once or, if there was one within 3 s, after 3 s. */
  end(reason: string): void {
    const { parked } = this;
    if (!parked) return;
    this.parked = undefined;
    parked.keep();
    this.refuse(conflict(reason), parked.refuse);
  }

  /** What another poll does to the parked one. */
  endByOther(): void {
    this.end(otherPoll);
  }

  /** A conflict, subject to the same holding back. */
  conflict(reason: string): Promise<never> {
    return new Promise((_, reject) => this.refuse(conflict(reason), reject));
  }

  /** What a poll meets while another copy of the bot polls, too. */
  terminated(): Promise<never> {
    return this.conflict(otherPoll);
  }

  close(): void {
    this.release([]);
  }

  private refuse(refusal: Refusal, reject: (refusal: Refusal) => void): void {
    const { now } = this.clock;
    if (now >= this.nextConflictAt) {
      this.nextConflictAt = now + conflictIntervalMs;
      reject(refusal);
    } else {
      this.clock.after(conflictIntervalMs, () => reject(refusal));
    }
  }

  private wake(): void {
    const { parked } = this;
    if (!parked) return;
    setTimeout(() => {
      if (this.parked !== parked) return;
      const updates = this.queue.read(parked.limit);
      if (updates.length > 0) this.release(updates);
    }, 1);
  }

  private release(updates: Update[]): void {
    const { parked } = this;
    if (!parked) return;
    this.parked = undefined;
    parked.keep();
    parked.answer(updates);
  }

  /** A bot that repeats itself without waiting is made to wait, and gets less. */
  private slowedDown({ offset, limit, timeout }: Poll): Poll {
    const { now } = this.clock;
    const again = offset === this.previous.offset ? now - this.previous.at : Infinity;
    this.previous = { offset, at: now };
    return { offset, limit: again < 500 ? 1 : limit, timeout: again < 3000 ? Math.max(timeout, 3) : timeout };
  }
}

const otherPoll = "terminated by other getUpdates request; make sure that only one bot instance is running";
const conflictIntervalMs = 3_000;
