import { type Backend, SetupInvalid } from "#core";
import { memoryBackend } from "./memory/index.ts";
import { redisBackend } from "./redis/index.ts";
import { type Durability, sqliteBackend } from "./sqlite/index.ts";

export interface AddressOptions {
  /** What a write to SQLite survives. Default: `process`. */
  readonly durability?: Durability;
  /** Where backups are kept. Default: `backups/` beside a file, else `sessions/backups`. */
  readonly backups?: string;
}

/**
 * The store an address stands for: `sqlite:sessions/bot_data.sqlite`, `redis://localhost:6379/0`, `rediss://…`, `memory:`.
 * @throws {SetupInvalid} for any other.
 */
export function backendFromAddress(address: string, { durability, backups }: AddressOptions = {}): Backend {
  const [, scheme = "", rest = ""] = /^([a-z]+):(.*)$/s.exec(address) ?? [];
  if (scheme === "sqlite" && rest !== "" && rest !== ":memory:")
    return sqliteBackend({ file: rest, backups, ...(durability && { durability }) });
  if (scheme === "redis" || scheme === "rediss") return redisBackend({ url: address, backups });
  if (scheme === "memory" && rest === "") return memoryBackend({ backups });
  throw new SetupInvalid(
    // Never the address itself: it may hold a password.
    `No store goes by the address ${scheme ? `${scheme}:…` : "given"}.`,
    "Allowed are sqlite:path/to/file, redis://host:port/number, rediss://host:port/number and memory:.",
  );
}
