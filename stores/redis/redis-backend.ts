import { randomUUID } from "node:crypto";
import { type Backend, type CodedError, type Log, SetupInvalid, StoreUnavailable, StoreUnusable } from "#core";
import { KeyvBackend } from "../keyv-backend.ts";
import { backupsByCopy } from "../sqlite/index.ts";
import type { RedisConnection } from "./connection.ts";
import { Keys } from "./keys.ts";
import { RedisEngine } from "./redis-engine.ts";
import { atTheDoor, explain, FILLING } from "./redis-errors.ts";
import { giveBirth } from "./scripts.ts";

export interface RedisOptions {
  /** Such as `redis://user:password@localhost:6379/0`, or `rediss://…` for TLS. */
  readonly url: string;
  /** How long a command may take, in ms, before the store counts as unavailable. Default: 2,000. */
  readonly timeoutMs?: number;
  /** What all of its keys begin with, so that several bots can share one Redis. Default: `holdfast`. */
  readonly prefix?: string;
  /** Where its backups are kept. Default: `sessions/backups`. */
  readonly backups?: string;
}

/** The layout of the keys. A birth record of a later one is left alone. */
export const FORMAT = "1";

/**
 * Keeps sessions in Redis, so that bot processes on several machines can share them.
 * @throws {SetupInvalid} when the address is none.
 */
export function redisBackend({ url, timeoutMs = 2_000, prefix = "holdfast", backups }: RedisOptions): Backend {
  const place = placeOf(url);
  const keys = new Keys(prefix);
  return new KeyvBackend({
    name: "Redis",
    place,
    explain,
    backups: backupsByCopy("redis", backups),
    async connect(log: Log) {
      const connection = await connectionTo(url, timeoutMs, keys);
      try {
        await connection.connect();
        const birth = await born(connection, keys);
        if (birth.startsWith(FILLING)) throw await unfilled(connection, keys, place);
        if (!birth.startsWith(`${FORMAT} `)) throw tooNew(place);
        await warnOfWeakness(connection, log, place);
        return new RedisEngine(connection, keys, birth);
      } catch (error) {
        await connection.close();
        throw atTheDoor(place, error);
      }
    },
  });
}

/** Not yet connected. Whoever keeps sessions elsewhere does not load Redis's client: it takes a fourth of a bot's start. */
export async function connectionTo(url: string, timeoutMs: number, { entries }: Keys): Promise<RedisConnection> {
  const { RedisConnection } = await import("./connection.ts");
  return new RedisConnection(url, timeoutMs, entries);
}

/** The birth record as it stands, written now if this store is new. */
export async function born(connection: RedisConnection, { birth }: Keys): Promise<string> {
  return String(await giveBirth.run(connection, [birth], [`${FORMAT} ${randomUUID()}`]));
}

/** A Redis may be set up to throw sessions away. Where it does not say, it cannot be judged. */
async function warnOfWeakness(connection: RedisConnection, log: Log, place: string): Promise<void> {
  const settings = await connection
    .call((client) => client.configGet(["maxmemory-policy", "appendonly"]))
    .catch(() => ({}) as Record<string, string>);
  const { "maxmemory-policy": policy = "noeviction", appendonly = "yes" } = settings;
  if (policy !== "noeviction") {
    log.warn("redis found evicting", { place, policy, advice: "set maxmemory-policy noeviction, or sessions vanish" });
  }
  if (appendonly !== "yes") {
    log.warn("redis found forgetful", { place, appendonly, advice: "set appendonly yes, or a restart loses sessions" });
  }
}

export function placeOf(url: string): string {
  const address = URL.parse(url);
  if (!address || !["redis:", "rediss:"].includes(address.protocol) || !address.hostname) {
    // Without the address itself, which may hold a password.
    throw new SetupInvalid("The address of Redis is none.", "Write it as redis://user:password@host:6379/0.");
  }
  return `${address.protocol}//${address.host}${address.pathname}`;
}

/** Whoever fills it holds the owner's lock: it ends, and to wait helps. Without one it was cut short. */
async function unfilled(connection: RedisConnection, keys: Keys, place: string): Promise<CodedError> {
  if ((await connection.call((client) => client.exists(keys.owner))) > 0) {
    return new StoreUnavailable(
      "Redis",
      "is being filled by a restore or copy",
      undefined,
      "Nothing to do: it can be used when that has ended.",
    );
  }
  return new StoreUnusable(
    `Redis at ${place} was emptied by a restore or copy that was cut short.`,
    "Run the same command again; a backup of what was there before lies with the others.",
  );
}

export const tooNew = (place: string) =>
  new StoreUnusable(
    `Redis at ${place} was written by a later version of Holdfast.`,
    "Run that version, or use another prefix.",
  );
