import type { Message, Update } from "@grammyjs/types";
import { Pulse } from "./pulse.ts";
import type { ServerClock } from "./server-clock.ts";

/** What an update tells, such as `message`. */
export type UpdateKind = Exclude<keyof Update, "update_id">;

/** For updates about messages, any message: which ones travel as which kind is decided where they are sent. */
export type Payload<Kind extends UpdateKind> = Kind extends "message_reaction"
  ? // Which has all that a message must have, and is none.
    NonNullable<Update[Kind]>
  : NonNullable<Update[Kind]> extends Message
    ? Message
    : NonNullable<Update[Kind]>;

/** An update that the bot has not acknowledged. */
export interface WaitingUpdate {
  readonly update: Update;
  /** In ms since the epoch: from then on it is gone, whether the bot has seen it or not. */
  readonly expiresAt: number;
  /** Whether a poll has brought it to the bot. */
  isFetched: boolean;
}

/**
 * What Telegram keeps for a bot until the bot has acknowledged it, or until it is too old. Ids begin at random and rise
 * by one; after a week without any, they begin anew.
 */
export class UpdateQueue {
  readonly added = new Pulse<Update>();
  readonly emptied = new Pulse();
  /** Beats when a poll has brought some to the bot. */
  readonly fetched = new Pulse();
  /** Beats with the id of an update that the bot has acknowledged: by a poll's offset, or with a 2xx. */
  readonly acknowledged = new Pulse<number>();
  private readonly waiting = new Map<number, WaitingUpdate>();
  private readonly repeated = new Set<number>();
  private nextId = randomId();
  private latestAt: number;
  private nextExpiry = Infinity;
  private stopWaiting = () => {};

  /** @param keep how many may wait at most: the oldest are forgotten. */
  constructor(
    private readonly clock: ServerClock,
    private readonly keep = Infinity,
  ) {
    this.latestAt = clock.now;
  }

  get size(): number {
    return this.waiting.size;
  }

  /** Ids of what is not acknowledged, oldest first. */
  get ids(): readonly number[] {
    return [...this.waiting.keys()];
  }

  add<Kind extends UpdateKind>(kind: Kind, payload: Payload<Kind>): Update {
    const { now } = this.clock;
    if (now - this.latestAt >= WEEK_S * 1000) this.nextId = randomId();
    this.latestAt = now;
    const update: Update = { update_id: this.nextId++, [kind]: payload };
    const expiresAt = now + (lifetimesS[kind] ?? DAY_S) * 1000;
    this.waiting.set(update.update_id, { update, expiresAt, isFetched: false });
    if (expiresAt < this.nextExpiry) this.expireAt(expiresAt);
    if (this.waiting.size > this.keep) this.forgetOldest();
    this.added.beat(update);
    return update;
  }

  /** In ms since the epoch; undefined once it is gone. */
  expiryOf(id: number): number | undefined {
    return this.waiting.get(id)?.expiresAt;
  }

  /** Puts an update back that was acknowledged, to be delivered once more: Telegram sends some twice. */
  again(update: Update): void {
    const later = [...this.waiting];
    const again = { update, expiresAt: this.clock.now + DAY_S * 1000, isFetched: false };
    this.waiting.clear();
    for (const [id, waiting] of [[update.update_id, again] as const, ...later]) this.waiting.set(id, waiting);
    this.repeated.add(update.update_id);
    this.added.beat(update);
  }

  /** One update has arrived, whatever its place. */
  remove(id: number): void {
    if (!this.waiting.delete(id)) return;
    this.acknowledged.beat(id);
    if (this.waiting.size === 0) this.emptied.beat();
  }

  /** Forgets everything below the offset; a negative one keeps so many of the latest. */
  acknowledge(offset: number): void {
    if (this.waiting.size === 0 || this.isFarOff(offset)) return;
    let surplus = offset < 0 ? this.waiting.size + offset : this.waiting.size;
    for (const id of this.waiting.keys()) {
      if (surplus-- <= 0 || (offset > 0 && id >= offset)) break;
      if (this.repeated.has(id)) continue;
      this.waiting.delete(id);
      this.acknowledged.beat(id);
    }
    if (this.waiting.size === 0) this.emptied.beat();
  }

  clear(): void {
    this.waiting.clear();
    this.repeated.clear();
    this.emptied.beat();
  }

  read(limit: number): Update[] {
    const updates: Update[] = [];
    for (const waiting of this.waiting.values().take(limit)) {
      waiting.isFetched = true;
      this.repeated.delete(waiting.update.update_id);
      updates.push(waiting.update);
    }
    if (updates.length > 0) this.fetched.beat();
    return updates;
  }

  /** What is not acknowledged, oldest first. */
  get unacknowledged(): Iterable<Readonly<WaitingUpdate>> {
    return this.waiting.values();
  }

  [Symbol.iterator](): Iterator<Update> {
    return this.waiting.values().map(({ update }) => update);
  }

  private forgetOldest(): void {
    const [oldest] = this.waiting.keys();
    if (oldest === undefined) return;
    this.waiting.delete(oldest);
    this.repeated.delete(oldest);
  }

  private expireAt(time: number): void {
    this.stopWaiting();
    this.nextExpiry = time;
    if (time < Infinity) this.stopWaiting = this.clock.after(time - this.clock.now, () => this.expire());
  }

  private expire(): void {
    const before = this.waiting.size;
    let next = Infinity;
    for (const [id, { expiresAt }] of this.waiting) {
      if (expiresAt <= this.clock.now) this.waiting.delete(id);
      else next = Math.min(next, expiresAt);
    }
    this.expireAt(next);
    if (before > 0 && this.waiting.size === 0) this.emptied.beat();
  }

  /** Such an offset means "from the head", and acknowledges nothing. */
  private isFarOff(offset: number): boolean {
    const [head = this.nextId] = this.waiting.keys();
    return offset === 0 || offset > this.nextId + 10 || (offset > 0 && offset < head - 100_000);
  }
}

const DAY_S = 86_400;
const WEEK_S = 7 * DAY_S;

const randomId = () => 2_000_001 + Math.floor(Math.random() * 997_999_999);

/** What is of no use later goes sooner than a day. @see https://core.telegram.org/bots/api#getting-updates */
const lifetimesS: Partial<Record<UpdateKind, number>> = {
  callback_query: 150,
  shipping_query: 150,
  pre_checkout_query: 150,
  inline_query: 30,
  chosen_inline_result: 600,
};
