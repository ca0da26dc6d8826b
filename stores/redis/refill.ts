import { randomUUID } from "node:crypto";
import { type Backend, CodedError, StoreUnavailable, silentLog } from "#core";
import { KeyvBackend } from "../keyv-backend.ts";
import { backupsByCopy } from "../sqlite/index.ts";
import { Keys } from "./keys.ts";
import { born, connectionTo, FORMAT, placeOf, type RedisOptions, tooNew } from "./redis-backend.ts";
import { RedisEngine } from "./redis-engine.ts";
import { atTheDoor, explain, FILLING } from "./redis-errors.ts";

/**
 * Empties a Redis store and has it filled anew. What it held is backed up first. From then until the end its birth record
 * says that it is being filled: no bot opens it so, and whoever has it open finds it unavailable. After a crash on the way
 * it is to be called again.
 *
 * @param fill puts everything into the empty store it is given.
 * @returns where the backup of its former content is, if there was any.
 * @throws {StoreUnavailable} while an owner works on it, and then nothing was changed.
 */
export async function refillRedis<T>(
  options: RedisOptions,
  fill: (empty: Backend) => Promise<T>,
): Promise<{ readonly made: T; readonly keptAs: string | undefined }> {
  const { url, timeoutMs = 2_000, prefix = "holdfast", backups } = options;
  const keys = new Keys(prefix);
  const place = placeOf(url);
  let engine: RedisEngine | undefined;
  const store = new KeyvBackend({
    name: "Redis",
    place,
    explain,
    backups: backupsByCopy("redis-before-restore", backups),
    async connect() {
      const connection = await connectionTo(url, timeoutMs, keys);
      try {
        await connection.connect();
        engine = new RedisEngine(connection, keys, await born(connection, keys));
        return engine;
      } catch (error) {
        await connection.close();
        throw atTheDoor(place, error);
      }
    },
  });
  await store.open(silentLog);
  try {
    if (!engine) throw new Error("An open store has an engine.");
    return await whileOwned(store, () => refill(store, engine as RedisEngine, fill));
  } finally {
    await store.close();
  }
}

async function refill<T>(store: Backend, engine: RedisEngine, fill: (empty: Backend) => Promise<T>) {
  const isAgain = engine.birth.startsWith(FILLING);
  if (!isAgain && !engine.birth.startsWith(`${FORMAT} `)) throw tooNew(store.place);
  // What an attempt that was cut short has left is no content.
  const keptAs = isAgain ? undefined : await kept(store);
  await engine.rebirth(`${FILLING} ${randomUUID()}`);
  try {
    await engine.clear();
    const made = await fill(store);
    await engine.rebirth(`${FORMAT} ${randomUUID()}`);
    return { made, keptAs };
  } catch (error) {
    throw new NotFilled(store.place, keptAs, error);
  }
}

async function kept(store: Backend): Promise<string | undefined> {
  for await (const _ of store.scan("")) return (await store.backup()).path;
  return (await store.log.last()) === "0" ? undefined : (await store.backup()).path;
}

async function whileOwned<T>(store: Backend, task: () => Promise<T>): Promise<T> {
  const { promise: loss, reject } = Promise.withResolvers<never>();
  const lost = (reason: string) => reject(new StoreUnavailable("Redis", `was lost to another process: ${reason}`));
  const owner = await store.own(lost);
  if (!owner)
    throw new StoreUnavailable("Redis", "is held by a bot that is running", undefined, "Stop the bot, then try again.");
  try {
    return await Promise.race([task(), loss]);
  } finally {
    await owner.release();
  }
}

/** The store was emptied and could not be filled. It stays closed to bots. */
class NotFilled extends CodedError {
  readonly code = "STORE_NOT_FILLED";
  readonly hint: string;
  constructor(place: string, keptAs: string | undefined, cause: unknown) {
    super(`Redis at ${place} was not filled to the end: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    const former = keptAs ? `, or restore ${keptAs}, which has what was there before` : "";
    this.hint = `Run the same again${former}. Until then no bot opens it.`;
  }
}
