import { randomUUID } from "node:crypto";
import type KeyvRedis from "@keyv/redis";
import type { MarkChanges, Ownership, StoredEntry } from "#core";
import { StoreReplaced, StoreUnavailable } from "#core";
import type { Engine } from "../keyv-backend.ts";
import type { RedisConnection } from "./connection.ts";
import { examine } from "./examine.ts";
import type { Keys } from "./keys.ts";
import { Lease } from "./lease.ts";
import { codeOf, LOSS, LOST } from "./redis-errors.ts";
import { RedisLog } from "./redis-log.ts";
import { compareAndSet, entriesOf, rebirth, type Script } from "./scripts.ts";

const PAGE = 500;

/** Reads go through Keyv's adapter; whatever has a condition is a script beside it. */
export class RedisEngine implements Engine {
  readonly adapter: Pick<KeyvRedis<string>, "get">;
  readonly log: RedisLog;
  readonly #connection: RedisConnection;
  readonly #keys: Keys;
  #birth: string;
  readonly #owner = randomUUID();
  #lease: Lease | undefined;

  constructor(connection: RedisConnection, keys: Keys, birth: string) {
    this.#connection = connection;
    this.#keys = keys;
    this.#birth = birth;
    this.adapter = { get: (key) => connection.call(() => connection.adapter.get(key)) };
    this.log = new RedisLog(this, connection, keys);
  }

  get birth(): string {
    return this.#birth;
  }

  /** Makes it another store to everybody else: to whoever has it open it is lost. */
  async rebirth(next: string): Promise<void> {
    await this.run(rebirth, [], [next]);
    this.#birth = next;
  }

  /** Removes everything but birth record and lease. */
  async clear(): Promise<void> {
    const { entries, beforeMark, marks, log, logIds, logFinished, logLast } = this.#keys;
    await this.#connection.call((client) => client.unlink([marks, log, logIds, logFinished, logLast]));
    for (const beginning of [`${entries}:`, beforeMark]) {
      for (let cursor = "0", first = true; first || cursor !== "0"; first = false) {
        const page = await this.#connection.call((client) =>
          client.scan(cursor, { MATCH: `${escaped(beginning)}*`, COUNT: PAGE }),
        );
        if (page.keys.length > 0) await this.#connection.call((client) => client.unlink(page.keys));
        cursor = page.cursor;
      }
    }
  }

  /** Runs a script on this store, if it is still the one that was opened. */
  run(script: Script, keys: readonly string[], values: readonly string[]): Promise<unknown> {
    return script.run(this.#connection, [this.#keys.birth, ...keys], [this.#birth, ...values]);
  }

  async compareAndSet(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    marks: MarkChanges,
  ): Promise<boolean> {
    const { entry, marks: names, beforeMark } = this.#keys;
    const changes = Object.entries(marks).flatMap(([name, score]) => [name, score === null ? "" : String(score)]);
    const values = [key, ...optional(expected), ...optional(next), beforeMark, ...changes];
    return (await this.run(compareAndSet, [entry(key), names], values)) === 1;
  }

  async *scan(prefix: string): AsyncIterable<readonly [string, string]> {
    const { entry, key: keyOf } = this.#keys;
    const pattern = `${escaped(entry(prefix))}*`;
    // SCAN may show a key twice.
    const seen = new Set<string>();
    let cursor = "0";
    do {
      const page = await this.#connection.call((client) => client.scan(cursor, { MATCH: pattern, COUNT: PAGE }));
      const fresh = page.keys.filter((name) => !seen.has(name));
      const values = fresh.length > 0 ? await this.#connection.call((client) => client.mGet(fresh)) : [];
      for (const [index, name] of fresh.entries()) {
        seen.add(name);
        const value = values[index];
        if (typeof value === "string") yield [keyOf(name), value];
      }
      cursor = page.cursor;
    } while (cursor !== "0");
    // Emptied on the way, it would look like the end.
    await this.verify();
  }

  async entriesOf(keys: readonly string[]): Promise<readonly StoredEntry[]> {
    const { entry, marks: names, beforeMark } = this.#keys;
    const answer = await this.run(entriesOf, [names, ...keys.map(entry)], [beforeMark, ...keys]);
    return (answer as (readonly string[])[]).flatMap(([value, ...marks], index) => {
      const key = keys[index];
      return key === undefined || value === undefined ? [] : [{ key, value, marks: asMarks(marks) }];
    });
  }

  async *marked(mark: string, upTo: number): AsyncIterable<string> {
    const page = (from: string, to: number, limit?: number) =>
      this.#connection.call((client) =>
        client.zRangeByScoreWithScores(
          this.#keys.mark(mark),
          from,
          to,
          limit ? { LIMIT: { offset: 0, count: limit } } : {},
        ),
      );
    let after = "-inf";
    for (;;) {
      const found = await page(after, upTo, PAGE);
      const last = found.at(-1)?.score;
      if (last === undefined) break;
      // The keys of the last number may go on beyond the page: they are taken together.
      for (const { value, score } of found) if (score !== last) yield value;
      for (const { value } of await page(String(last), last)) yield value;
      after = `(${last}`;
    }
    await this.verify();
  }

  async own(lost: (reason: string) => void): Promise<Ownership | undefined> {
    if (this.#lease?.held) return undefined;
    try {
      this.#lease = await Lease.take(this, this.#keys.owner, this.#owner, lost);
    } catch (error) {
      // What it was lost to makes a difference to one that waits.
      if (codeOf(error) === LOST) await this.verify();
      throw error;
    }
    return this.#lease;
  }

  verifyAbsent(): Promise<void> {
    return this.verify();
  }

  async verify(): Promise<void> {
    const birth = await this.#connection.call((client) => client.get(this.#keys.birth));
    if (birth === this.#birth) return;
    const Failure = birth === null ? StoreUnavailable : StoreReplaced;
    throw new Failure("Redis", LOSS.reason, undefined, LOSS.hint);
  }

  check(): Promise<void> {
    return this.verify();
  }

  examine(): AsyncIterable<string> {
    return examine(this.#connection, this.#keys, () => this.verify());
  }

  async close(): Promise<void> {
    await this.#lease?.release();
    await this.#connection.close();
  }
}

/** As text, not as a pattern. */
const escaped = (text: string) => text.replace(/[*?[\]\\]/g, "\\$&");

const optional = (value: string | undefined) => (value === undefined ? ["0", ""] : ["1", value]);

/** Of names and numbers in turn, as Redis writes them. */
function asMarks(texts: readonly string[]): Record<string, number> {
  const marks: Record<string, number> = {};
  for (let at = 0; at + 1 < texts.length; at += 2) {
    marks[texts[at] ?? ""] = Number((texts[at + 1] ?? "").replace("inf", "Infinity"));
  }
  return marks;
}
