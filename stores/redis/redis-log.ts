import type { FinishedEntry, InboxLog, LogEntry, NewLogEntry } from "#core";
import type { RedisConnection } from "./connection.ts";
import type { Keys } from "./keys.ts";
import { adopt, append, finish, forget, type Script } from "./scripts.ts";

const FORGOTTEN_AT_ONCE = 1_000;
const PAGE = 1_000;

interface Store {
  run(script: Script, keys: readonly string[], values: readonly string[]): Promise<unknown>;
  verify(): Promise<void>;
}

/** The inbox as a stream of what waits, beside the ids that are held. */
export class RedisLog implements InboxLog {
  readonly #store: Store;
  readonly #connection: RedisConnection;
  readonly #keys: Keys;

  constructor(store: Store, connection: RedisConnection, keys: Keys) {
    this.#store = store;
    this.#connection = connection;
    this.#keys = keys;
  }

  async append(entries: readonly NewLogEntry[]): Promise<readonly LogEntry[]> {
    const { log, logIds, logLast } = this.#keys;
    const values = entries.flatMap(({ id, payload, at }) => [id, String(at), payload]);
    const answer = await this.#store.run(append, [log, logIds, logLast], values);
    return pairs(answer).flatMap(([index, position]) => {
      const entry = entries[index];
      return entry ? [{ ...entry, position: String(position) }] : [];
    });
  }

  async unfinished(limit: number, position?: string): Promise<readonly LogEntry[]> {
    const from = position === undefined ? "-" : `(${position}-0`;
    const range = await this.#connection.call((client) => client.xRange(this.#keys.log, from, "+", { COUNT: limit }));
    const waiting = range ?? [];
    if (waiting.length === 0) await this.#store.verify();
    return waiting.map(asEntry);
  }

  async at(positions: readonly string[]): Promise<readonly LogEntry[]> {
    const wanted = [...new Set(positions.map(Number))].sort((one, other) => one - other);
    // One way there and back: what is asked in one turn of the event loop travels together.
    const found = await this.#connection.call((client) =>
      Promise.all(wanted.map((position) => client.xRange(this.#keys.log, `${position}-0`, `${position}-0`))),
    );
    const entries = found.flatMap((range) => (range ?? []).map(asEntry));
    if (entries.length < positions.length) await this.#store.verify();
    return entries;
  }

  async held(ids: readonly string[]): Promise<readonly string[]> {
    const positions = await this.#connection.call((client) => client.hmGet(this.#keys.logIds, [...ids]));
    const held = ids.filter((_, index) => typeof positions[index] === "string");
    if (held.length < ids.length) await this.#store.verify();
    return held;
  }

  async finish(positions: readonly string[], now: number): Promise<void> {
    await this.#store.run(finish, [this.#keys.log, this.#keys.logFinished], [String(now), ...positions]);
  }

  async forget(time: number): Promise<void> {
    const { logIds, logFinished } = this.#keys;
    const some = () => this.#store.run(forget, [logIds, logFinished], [String(time), String(FORGOTTEN_AT_ONCE)]);
    while ((await some()) === FORGOTTEN_AT_ONCE);
  }

  async last(): Promise<string> {
    const last = await this.#connection.call((client) => client.get(this.#keys.logLast));
    if (last === null) await this.#store.verify();
    return last ?? "0";
  }

  async *finished(): AsyncIterable<FinishedEntry> {
    const { logIds, logFinished } = this.#keys;
    // The set may show an id twice.
    const seen = new Set<string>();
    let cursor = "0";
    do {
      const page = await this.#connection.call((client) => client.zScan(logFinished, cursor, { COUNT: PAGE }));
      const fresh = page.members.filter(({ value }) => !seen.has(value));
      const held = fresh.map(({ value }) => value);
      const positions = held.length > 0 ? await this.#connection.call((client) => client.hmGet(logIds, held)) : [];
      for (const [index, { value: id, score }] of fresh.entries()) {
        seen.add(id);
        const position = positions[index];
        if (typeof position === "string") yield { id, position, finishedAt: score };
      }
      cursor = page.cursor;
    } while (cursor !== "0");
    await this.#store.verify();
  }

  async adopt(entries: readonly (LogEntry | FinishedEntry)[], last: string): Promise<void> {
    const { log, logIds, logFinished, logLast } = this.#keys;
    for (let from = 0; from === 0 || from < entries.length; from += PAGE) {
      const values = entries
        .slice(from, from + PAGE)
        .flatMap((entry) =>
          "finishedAt" in entry
            ? [entry.id, entry.position, String(entry.finishedAt), "", ""]
            : [entry.id, entry.position, "", String(entry.at), entry.payload],
        );
      await this.#store.run(adopt, [log, logIds, logFinished, logLast], [last, ...values]);
    }
  }
}

function asEntry({ id: streamId, message }: { id: string; message: Record<string, string> }): LogEntry {
  const { id = "", payload = "", at } = message;
  return { id, payload, at: Number(at), position: streamId.slice(0, streamId.indexOf("-")) };
}

function pairs(answer: unknown): [index: number, position: number][] {
  const numbers = Array.isArray(answer) ? answer.map(Number) : [];
  return numbers.flatMap((index, at) => {
    const position = numbers[at + 1];
    return at % 2 === 0 && position !== undefined ? [[index, position] as [number, number]] : [];
  });
}
