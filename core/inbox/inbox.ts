import type { Update } from "grammy/types";
import type { InboxLog, LogEntry } from "../backend.ts";
import type { Clock } from "../clock.ts";
import { StoreUnavailable } from "../errors.ts";
import type { Outage } from "../outage.ts";
import type { Brim } from "./brim.ts";
import { Lines, type StoredEntry } from "./lines.ts";

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
  readonly storeOutage: Outage;
  /** Ends all waiting when the bot stops. */
  readonly signal: AbortSignal;
  readonly laneOf: (update: Update) => string;
  /** Takes the entries of a lane that are due, in their order. */
  readonly deliver: (lane: string, entry: InboxEntry) => void;
  /** Keeps what is stored and is no update any more; it is then done with. */
  readonly keepDamaged: (entry: LogEntry) => Promise<void>;
  /** Told when updates are done with. */
  readonly progressed: () => void;
  /** Learns how many wait. */
  readonly brim: Brim;
  /** How many updates of one lane may wait. */
  readonly mostPerLane: number;
}

/**
 * Keeps updates from their acknowledgement until they are done: what is in it survives any end of the process.
 * It hands them on lane by lane in the order of arrival, what was left over first.
 */
export class Inbox {
  private readonly lines: Lines;
  private arriving: Arrival[] = [];
  private finished: string[] = [];
  /** Finished since the feed under way began to read, which may still list them. */
  private finishedMeanwhile: Set<string> | undefined;
  /** Up to where all that the store holds is known. Moved by reading only: other processes append, too. */
  private known: string | undefined;
  /** Whether the store may hold what is not known and came first: then all go through the feed, to keep their order. */
  private behind = true;
  private feedWanted: ((error?: unknown) => void)[] = [];
  private working = false;
  private flushing: Promise<void> | undefined;

  constructor(private readonly parts: InboxParts) {
    const { deliver, mostPerLane } = parts;
    this.lines = new Lines({ deliver, mostPerLane, readBack: (ids) => this.readBack(ids) });
  }

  get size(): number {
    return this.lines.size + this.arriving.length;
  }

  isPending = (id: string): boolean => this.lines.has(id);

  /** Whether so many updates of the lane wait that it takes no more until half of them are done. */
  isFull(lane: string): boolean {
    return this.lines.isFull(lane);
  }

  /**
   * Stores updates; those it holds already are passed over. Only then may they be acknowledged.
   *
   * @returns those not taken, because too many of their lane wait.
   * @throws {StoreUnavailable} and then none may be.
   */
  accept(updates: readonly Update[]): Promise<readonly Update[]> {
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

  /** Resolves when the store knows of everything that is finished. */
  async flushed(): Promise<void> {
    while (this.flushing) await this.flushing;
  }

  /** Forgets what was handed on and will not be handled here, and all that waits behind it: it is still in the store. */
  release(ids: Iterable<string>): void {
    this.lines.release(ids);
    this.known = undefined;
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
    const { log, clock, laneOf } = this.parts;
    const at = clock.now();
    const arrived = new Map<string, Arrived>();
    for (const update of arrivals.flatMap(({ updates }) => updates)) {
      arrived.set(String(update.update_id), { update, lane: laneOf(update) });
    }
    try {
      const surplus = this.surplusOf(arrived);
      // What is held already was taken when it came first.
      const held = surplus.size > 0 ? await log.held([...surplus]) : [];
      for (const id of held) surplus.delete(id);
      const taken = surplus.size > 0 ? [...arrived].filter(([id]) => !surplus.has(id)) : [...arrived];
      const appended = await log.append(taken.map(([id, { update }]) => ({ id, payload: JSON.stringify(update), at })));
      if (this.behind) this.feedWanted.push(() => {});
      for (const { id, position } of this.behind ? [] : appended) {
        const known = arrived.get(id);
        if (known) this.lines.add(known.lane, { id: position, update: known.update, at, leftOver: false });
      }
      this.parts.brim.measure(this.lines.size);
      const isSurplus = ({ update_id: id }: Update) => surplus.has(String(id));
      for (const { updates, resolve } of arrivals) resolve(surplus.size > 0 ? updates.filter(isSurplus) : []);
    } catch (error) {
      // It may have been carried out all the same, and then these come first.
      this.behind = true;
      for (const { reject } of arrivals) reject(error);
    }
  }

  /** Those that come when enough of their lane wait. */
  private surplusOf(arrived: ReadonlyMap<string, Arrived>): Set<string> {
    const surplus = new Set<string>();
    const coming = new Map<string, number>();
    for (const [id, { lane }] of arrived) {
      const before = coming.get(lane) ?? 0;
      if (this.lines.roomOf(lane) <= before) surplus.add(id);
      else coming.set(lane, before + 1);
    }
    return surplus;
  }

  private async read(seekers: readonly ((error?: unknown) => void)[]): Promise<void> {
    const { log, brim } = this.parts;
    const { generation } = this.lines;
    this.finishedMeanwhile = new Set();
    try {
      for (let more = true; more; ) {
        const page = await log.unfinished(PAGE, this.known);
        // Released meanwhile: whoever takes the work up again feeds anew.
        if (generation !== this.lines.generation) break;
        for (const entry of page) if (!this.isKnown(entry.position)) await this.take(entry);
        this.known = page.at(-1)?.position ?? this.known;
        more = page.length === PAGE;
        this.behind = more;
      }
      brim.measure(this.lines.size);
      for (const settle of seekers) settle();
    } catch (error) {
      for (const settle of seekers) settle(error);
    } finally {
      this.finishedMeanwhile = undefined;
    }
  }

  private isKnown(position: string): boolean {
    return this.lines.has(position) || (this.finishedMeanwhile?.has(position) ?? false);
  }

  private async take(entry: LogEntry): Promise<void> {
    const { position: id, payload, at } = entry;
    const update = parsed(payload);
    if (update) this.lines.add(this.parts.laneOf(update), { id, update, at, leftOver: true });
    else await this.parts.keepDamaged(entry).then(() => this.finish(id));
  }

  private async readBack(ids: readonly string[]): Promise<ReadonlyMap<string, StoredEntry>> {
    const { log, keepDamaged } = this.parts;
    const stored = new Map<string, StoredEntry>();
    for (const entry of await this.surely(() => log.at(ids))) {
      const update = parsed(entry.payload);
      if (update) stored.set(entry.position, { update, at: entry.at });
      else await this.surely(() => keepDamaged(entry)).then(() => this.finish(entry.position));
    }
    return stored;
  }

  private async flush(): Promise<void> {
    const { log, clock, brim, progressed } = this.parts;
    while (this.finished.length > 0) {
      // What ends within one round of the event loop is written together.
      await new Promise<void>((resolve) => setImmediate(resolve));
      const batch = this.finished.splice(0);
      // When the bot is being stopped meanwhile, `seen` in the session says that they are done.
      await this.surely(() => log.finish(batch, clock.now())).catch(() => {});
      for (const id of batch) {
        this.finishedMeanwhile?.add(id);
        this.lines.remove(id);
      }
      brim.measure(this.lines.size);
      progressed();
    }
    this.flushing = undefined;
  }

  private surely<T>(task: () => Promise<T>): Promise<T> {
    const { storeOutage, signal } = this.parts;
    return storeOutage.outlast(task, { signal, retryable: (error) => error instanceof StoreUnavailable });
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

interface Arrived {
  readonly update: Update;
  readonly lane: string;
}

interface Arrival {
  readonly updates: readonly Update[];
  readonly resolve: (notTaken: readonly Update[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Entries read at once. */
const PAGE = 500;
