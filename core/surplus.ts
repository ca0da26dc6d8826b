import type { Api } from "grammy";
import type { Update } from "grammy/types";
import { z } from "zod";
import { laneOf, originOf } from "./access/update-origin.ts";
import type { Backend } from "./backend.ts";
import type { Clock } from "./clock.ts";
import { StoreUnavailable } from "./errors.ts";
import type { Log } from "./log.ts";
import type { Outage } from "./outage.ts";
import { isRefusal } from "./telegram/refusals.ts";

export interface SurplusParts {
  readonly backend: Backend;
  readonly api: Api;
  readonly log: Log;
  readonly clock: Clock;
  readonly storeOutage: Outage;
  /** Ends all waiting when the bot stops: what was not told then stays in the store. */
  readonly signal: AbortSignal;
  readonly words: SurplusWords;
  /** Whether a lane takes none at the moment. */
  readonly isFull: (lane: string) => boolean;
}

export interface SurplusWords {
  /** What there is too much of: `updates`. Names the records in the store, too. */
  readonly of: string;
  /** Said when it begins; undefined: whoever refuses says it. */
  readonly reached?: string;
  /** Said when it is over. */
  readonly over: (missed: number) => string;
  /** Said to who presses a button meanwhile. */
  readonly toPress?: string;
}

/**
 * Accounts for what was not taken because a user has too much waiting: told in the chat when it begins, and when it
 * ends with how many. The count is stored before what it counts is acknowledged, so that a restart loses none.
 */
export class Surplus {
  /** By lane and place. */
  private readonly open = new Map<string, Missed>();
  /** Updates not taken that may come again, with the time when they came. */
  private readonly refused = new Map<number, number>();
  private answering = 0;

  constructor(private readonly parts: SurplusParts) {}

  /** Those that were not refused before: what Telegram sends twice is not counted twice, nor taken after all. */
  without(updates: readonly Update[]): readonly Update[] {
    return this.refused.size === 0 ? updates : updates.filter(({ update_id: id }) => !this.refused.has(id));
  }

  /** Updates that came before `time` (ms since the epoch) can't come again. */
  forget(time: number): void {
    for (const [id, at] of this.refused) {
      if (at >= time) return;
      this.refused.delete(id);
    }
  }

  /** The lanes of which something was missed and the end not told yet. */
  get lanes(): ReadonlySet<string> {
    return new Set(this.open.values().map(({ record }) => record.lane));
  }

  /**
   * Counts what was not taken; it may then be acknowledged.
   *
   * @returns whether this is the first of it in its place, so that the user may not know yet.
   * @throws {StoreUnavailable}
   */
  async keep(updates: readonly Update[]): Promise<boolean> {
    let first = false;
    for (const [place, group] of Map.groupBy(updates, placeOf)) {
      let missed = this.open.get(place);
      if (!missed && group[0]) {
        missed = new Missed(freshRecord(group[0]), `${this.before}${place}:${this.parts.clock.now()}`);
        this.open.set(place, missed);
      }
      first = (await missed?.oneByOne(() => this.count(missed, group))) || first;
    }
    // The lane may have got room before this was counted.
    this.settle();
    return first;
  }

  /** Finds what an earlier process had to tell; `settle` tells it. @throws {StoreUnavailable} */
  async load(): Promise<void> {
    const { backend, clock } = this.parts;
    this.open.clear();
    for await (const key of backend.marked(this.mark)) {
      const raw = await backend.read(key);
      const record = recordIn(raw);
      if (!record) continue;
      const place = key.slice(this.before.length, key.lastIndexOf(":"));
      this.open.set(this.open.has(place) ? key : place, new Missed(record, key, raw));
      for (const id of record.latest) this.refused.set(id, clock.now());
    }
  }

  /** Another process accounts for it now. */
  release(): void {
    this.open.clear();
  }

  /** Tells how many were missed where messages are taken again. */
  settle(): void {
    for (const [place, missed] of this.open) {
      if (this.parts.isFull(missed.record.lane)) continue;
      this.open.delete(place);
      this.end(missed).catch(() => {});
    }
  }

  private get mark(): string {
    return `surplus of ${this.parts.words.of}`;
  }

  private get before(): string {
    return `surplus:${this.parts.words.of}:`;
  }

  private async count(missed: Missed, updates: readonly Update[]): Promise<boolean> {
    const { backend, clock, log, words, isFull } = this.parts;
    const first = missed.record.count === 0;
    for (;;) {
      const { record, key, raw } = missed;
      const ids = updates.map(({ update_id: id }) => id).filter((id) => !record.latest.includes(id));
      if (ids.length === 0) break;
      const latest = [...record.latest, ...ids].slice(-MOST_LATEST);
      const next = { ...record, count: record.count + ids.length, latest };
      if (await backend.compareAndSet(key, raw, JSON.stringify(next), { [this.mark]: clock.now() })) {
        missed.adopt(next, JSON.stringify(next));
        break;
      }
      // A write that threw was carried out all the same.
      const found = await backend.read(key);
      missed.adopt(recordIn(found) ?? record, found);
    }
    for (const { update_id: id } of updates) this.refused.set(id, clock.now());
    if (first) {
      log.warn(`limit of waiting ${words.of} reached`, { lane: missed.record.lane });
      // There may be room again by now: then only the end is worth a word.
      if (words.reached && isFull(missed.record.lane))
        missed.told = this.tell(missed.record, words.reached).catch(() => {});
    }
    for (const { callback_query: query } of updates) if (query && words.toPress) this.answer(query.id, words.toPress);
    return first;
  }

  private async end(missed: Missed): Promise<void> {
    await missed.oneByOne(async () => {});
    await missed.told;
    const { record, key, raw } = missed;
    if (record.count === 0) return;
    const { words, log } = this.parts;
    await this.tell(record, words.over(record.count));
    log.info(`limit of waiting ${words.of} left`, { lane: record.lane, notTaken: record.count });
    await this.surely(() => this.parts.backend.compareAndSet(key, raw, undefined));
  }

  /** A chat that can't be reached is no reason to fail. @throws when the bot stops before it is said. */
  private async tell({ chatId, threadId }: MissedRecord, text: string): Promise<void> {
    const { api, signal, log } = this.parts;
    if (chatId === undefined) return;
    await api.sendMessage(chatId, text, { message_thread_id: threadId }).catch((error: unknown) => {
      if (signal.aborted) throw error;
      if (!isRefusal(error)) log.warn("notice not delivered", { error });
    });
  }

  /** A button that gets no answer spins; of a flood of them not each gets one. */
  private answer(queryId: string, text: string): void {
    if (this.answering >= MOST_ANSWERING) return;
    this.answering += 1;
    const answered = this.parts.api.answerCallbackQuery(queryId, { text });
    void answered
      .catch(() => {})
      .finally(() => {
        this.answering -= 1;
      });
  }

  private surely<T>(task: () => Promise<T>): Promise<T> {
    const retryable = (error: Error) => error instanceof StoreUnavailable;
    return this.parts.storeOutage.outlast(task, { signal: this.parts.signal, retryable });
  }
}

const recordSchema = z.object({
  lane: z.string(),
  /** Undefined for what nobody sent, such as a channel's posts: then only the log tells. */
  chatId: z.int().optional(),
  threadId: z.int().optional(),
  count: z.int(),
  /** The last update ids: what was not acknowledged comes again. */
  latest: z.array(z.int()),
});
type MissedRecord = Readonly<z.output<typeof recordSchema>>;

/** What was not taken of one lane in one place, as it is stored. */
class Missed {
  told: Promise<void> | undefined;
  private work: Promise<void> = Promise.resolve();

  constructor(
    public record: MissedRecord,
    readonly key: string,
    public raw?: string,
  ) {}

  adopt(record: MissedRecord, raw: string | undefined): void {
    this.record = record;
    this.raw = raw;
  }

  oneByOne<T>(task: () => Promise<T>): Promise<T> {
    const done = this.work.then(task);
    this.work = done.then(
      () => {},
      () => {},
    );
    return done;
  }
}

function freshRecord(update: Update): MissedRecord {
  const origin = originOf(update);
  const { user, chat, threadId } = origin;
  return { lane: laneOf(origin), chatId: user && (chat?.id ?? user.id), threadId, count: 0, latest: [] };
}

function placeOf(update: Update): string {
  const { lane, chatId, threadId } = freshRecord(update);
  return [lane, chatId ?? "", threadId ?? ""].join(":");
}

function recordIn(raw: string | undefined): MissedRecord | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(raw ?? "null")).data;
  } catch {
    return undefined;
  }
}

/** More than Telegram has under way at once. */
const MOST_LATEST = 200;
const MOST_ANSWERING = 50;
