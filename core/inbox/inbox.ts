import type { Update } from "grammy/types";
import type { InboxLog, LogEntry } from "../backend.ts";
import type { Clock } from "../clock.ts";
import { StoreUnavailable } from "../errors.ts";
import { patiently } from "../retry.ts";

/** An update on its way from the inbox to its handlers. */
export interface InboxEntry {
  /** The inbox's own id: unique for ever, unlike update ids, which Telegram restarts at random. */
  readonly id: string;
  readonly update: Update;
  /** Time of arrival, in ms since the epoch. */
  readonly at: number;
  /** Whether it waited in the store, so that it may have been handled in part. */
  readonly leftOver: boolean;
}

export interface InboxParts {
  readonly log: InboxLog;
  readonly clock: Clock;
  /** Ends all waiting when the bot stops. */
  readonly signal: AbortSignal;
  /** Takes the entries that are due, in their order. */
  readonly deliver: (entry: InboxEntry) => void;
  /** Keeps what is stored and is no update any more; it is then done with. */
  readonly keepDamaged: (entry: LogEntry) => Promise<void>;
}

/** Entries in memory at most, beyond which the source pauses and the store keeps the rest. */
const ROOM = 1_000;

/**
 * Keeps updates from their acknowledgement until they are done: what is in it survives any end of the process.
 * It hands them on in the order of arrival, what was left over first.
 */
export class Inbox {
  /** Handed on, and not yet known as finished by the store. */
  private readonly pending = new Map<string, InboxEntry>();
  private arriving: Arrival[] = [];
  private finished: string[] = [];
  /** Finished since the feed under way began to read, which may still list them. */
  private finishedMeanwhile: Set<string> | undefined;
  /** Whether the store holds entries that are not in memory: then all go through the feed, to keep their order. */
  private behind = true;
  private feedWanted: ((error?: unknown) => void)[] = [];
  private working = false;
  private flushing: Promise<void> | undefined;
  private roomSeekers: (() => void)[] = [];
  private closing = false;

  constructor(private readonly parts: InboxParts) {}

  get size(): number {
    return this.pending.size + this.arriving.length;
  }

  isPending = (id: string): boolean => this.pending.has(id);

  /**
   * Stores updates; those it holds already are passed over. Only then may they be acknowledged.
   *
   * @throws {StoreUnavailable} and then none may be.
   */
  accept(updates: readonly Update[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.arriving.push({ updates, resolve, reject });
      void this.work();
    });
  }

  /**
   * Hands on what the store holds: left-overs at the start, and what other processes put back.
   *
   * @throws {StoreUnavailable} and then the next feed finds them.
   */
  feed(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.feedWanted.push((error) => (error ? reject(error) : resolve()));
      void this.work();
    });
  }

  /** The update is done with. The store learns of it in batches, at once. */
  finish(id: string): void {
    this.finished.push(id);
    this.flushing ??= this.flush();
  }

  /** Resolves when there is room for more, or when nobody will bring more. */
  async room(): Promise<void> {
    while (this.pending.size >= ROOM && !this.closing) {
      await new Promise<void>((resolve) => this.roomSeekers.push(resolve));
    }
  }

  /** Resolves when the store knows of everything that is finished. */
  async flushed(): Promise<void> {
    while (this.flushing) await this.flushing;
  }

  /** Forgets what was handed on and will not be handled here: it is still in the store. */
  release(ids: Iterable<string>): void {
    for (const id of ids) this.pending.delete(id);
    this.behind = true;
  }

  /** One append or one read at a time, so that what is stored is handed on once and in order. */
  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    while (this.arriving.length > 0 || this.feedWanted.length > 0) {
      if (this.arriving.length > 0) await this.append(this.arriving.splice(0));
      else await this.read(this.feedWanted.splice(0));
    }
    this.working = false;
  }

  private async append(arrivals: readonly Arrival[]): Promise<void> {
    const at = this.parts.clock.now();
    const updates = arrivals.flatMap((arrival) => arrival.updates);
    const entries = updates.map((update) => ({ id: String(update.update_id), payload: JSON.stringify(update), at }));
    try {
      const appended = await this.parts.log.append(entries);
      this.behind ||= this.pending.size + appended.length > ROOM;
      if (this.behind) this.feedWanted.push(() => {});
      const byId = new Map(updates.map((update) => [String(update.update_id), update]));
      for (const entry of this.behind ? [] : appended) {
        const update = byId.get(entry.id);
        if (update) this.hand(entry, update, false);
      }
      for (const { resolve } of arrivals) resolve();
    } catch (error) {
      for (const { reject } of arrivals) reject(error);
    }
  }

  private async read(seekers: readonly ((error?: unknown) => void)[]): Promise<void> {
    const finished = new Set<string>();
    this.finishedMeanwhile = finished;
    try {
      const entries = await this.parts.log.unfinished(ROOM + 1);
      const fresh = entries.filter(({ position }) => !this.pending.has(position) && !finished.has(position));
      const room = Math.max(0, ROOM - this.pending.size);
      for (const entry of fresh.slice(0, room)) {
        const update = parsed(entry.payload);
        if (update) this.hand(entry, update, true);
        else await this.parts.keepDamaged(entry).then(() => this.finish(entry.position));
      }
      this.behind = fresh.length > room || entries.length > ROOM;
      for (const settle of seekers) settle();
    } catch (error) {
      for (const settle of seekers) settle(error);
    } finally {
      this.finishedMeanwhile = undefined;
    }
  }

  private hand(entry: LogEntry, update: Update, leftOver: boolean): void {
    const handed: InboxEntry = { id: entry.position, update, at: entry.at, leftOver };
    this.pending.set(handed.id, handed);
    this.parts.deliver(handed);
  }

  private async flush(): Promise<void> {
    const { log, clock, signal } = this.parts;
    const retryable = (error: Error) => error instanceof StoreUnavailable;
    while (this.finished.length > 0) {
      // What ends within one round of the event loop is written together.
      await new Promise<void>((resolve) => setImmediate(resolve));
      const batch = this.finished.splice(0);
      // When the bot is being stopped meanwhile, `seen` in the session says that they are done.
      await patiently(() => log.finish(batch, clock.now()), { signal, retryable }).catch(() => {});
      for (const id of batch) {
        this.pending.delete(id);
        this.finishedMeanwhile?.add(id);
      }
      if (this.behind && this.pending.size < ROOM / 2) void this.feed().catch(() => {});
      this.tellRoom();
    }
    this.flushing = undefined;
  }

  /** Makes no source wait any longer: the bot is being stopped. */
  close(): void {
    this.closing = true;
    this.tellRoom();
  }

  private tellRoom(): void {
    for (const resolve of this.roomSeekers.splice(0)) resolve();
  }
}

/** One damaged entry must not keep the bot from starting. */
function parsed(payload: string): Update | undefined {
  try {
    const update: unknown = JSON.parse(payload);
    return typeof update === "object" && update !== null && "update_id" in update ? (update as Update) : undefined;
  } catch {
    return undefined;
  }
}

interface Arrival {
  readonly updates: readonly Update[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}
