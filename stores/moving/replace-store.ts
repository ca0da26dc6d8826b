import { type Backend, SetupInvalid, silentLog } from "#core";
import { refillRedis } from "../redis/index.ts";
import { replaceFile, sqliteBackend, verifyFile } from "../sqlite/index.ts";

export interface ReplaceOptions {
  /** Where backups are kept. Default: as the store's own. */
  readonly backups?: string;
}

export interface Replaced<T> {
  readonly made: T;
  /** Where what the store held before is now, if it held anything. */
  readonly keptAs: string | undefined;
}

/**
 * Replaces all that a store holds. What it held is kept, and a crash at any time loses nothing.
 *
 * @param fill puts everything into an empty store.
 * @throws {StoreUnavailable} while a bot works on the store, and then nothing was changed.
 */
export function replaceStore<T>(
  address: string,
  fill: (empty: Backend) => Promise<T>,
  { backups }: ReplaceOptions = {},
): Promise<Replaced<T>> {
  const file = /^sqlite:(.+)$/s.exec(address)?.[1];
  if (file !== undefined) return replaceFile(file, (building) => filled(building, fill));
  if (/^rediss?:/.test(address)) return refillRedis({ url: address, backups }, fill);
  throw new SetupInvalid(
    "A store in memory ends with its process, so nothing can be brought there.",
    "Name another store.",
  );
}

async function filled<T>(file: string, fill: (empty: Backend) => Promise<T>): Promise<T> {
  const store = sqliteBackend({ file });
  await store.open(silentLog);
  const made = await fill(store).finally(() => store.close());
  await verifyFile(file);
  return made;
}
