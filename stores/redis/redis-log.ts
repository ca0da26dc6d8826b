import type { InboxLog, LogEntry, NewLogEntry } from "#core";
import type { RedisConnection } from "./connection.ts";
import type { Keys } from "./keys.ts";
import { append, finish, forget, type Script } from "./scripts.ts";

const FORGOTTEN_AT_ONCE = 1_000;

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
    return waiting.map(({ id: streamId, message: { id = "", payload = "", at } }) => ({
      id,
      payload,
      at: Number(at),
      position: streamId.slice(0, streamId.indexOf("-")),
    }));
  }

  async finish(positions: readonly string[], now: number): Promise<void> {
    await this.#store.run(finish, [this.#keys.log, this.#keys.logFinished], [String(now), ...positions]);
  }

  async forget(time: number): Promise<void> {
    const { logIds, logFinished } = this.#keys;
    const some = () => this.#store.run(forget, [logIds, logFinished], [String(time), String(FORGOTTEN_AT_ONCE)]);
    while ((await some()) === FORGOTTEN_AT_ONCE);
  }
}

function pairs(answer: unknown): [index: number, position: number][] {
  const numbers = Array.isArray(answer) ? answer.map(Number) : [];
  return numbers.flatMap((index, at) => {
    const position = numbers[at + 1];
    return at % 2 === 0 && position !== undefined ? [[index, position] as [number, number]] : [];
  });
}
