import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Backend, copyStore, interruptEveryUnfinished, type Progress, StoreUnusable, silentLog } from "#core";
import { isOrphan, MARK, newMark } from "../process-mark.ts";
import { copyOfFile, isDiskFull, sqliteBackend } from "../sqlite/index.ts";
import { type Replaced, type ReplaceOptions, replaceStore } from "./replace-store.ts";

export interface RestoreOptions extends ReplaceOptions {
  /** Keeps waiting what waited in the inbox then, to be answered by the next bot. Default: it counts as answered. */
  readonly keepInbox?: boolean;
  readonly progress?: Progress;
}

/** What a backup brings back. */
export interface Restoring {
  readonly sessions: number;
  /** Sessions that were damaged when the backup was made, and still are. */
  readonly damaged: number;
  /** Users whose unfinished turns wait for Retry or Discard. */
  readonly interrupted: number;
  /** Updates that waited in the inbox then. */
  readonly waiting: number;
}

/**
 * A backup as it can be brought back: checked, its unfinished turns interrupted, in a file of its own. The backup itself
 * stays as it is. `await using` removes the file.
 *
 * @throws {StoreUnusable} if the backup is none, or not sound.
 */
export async function readBackup(file: string, options: RestoreOptions = {}): Promise<ReadBackup> {
  const path = resolve(file);
  if (!existsSync(path))
    throw new StoreUnusable(`There is no backup at ${path}.`, "`holdfast sessions backups` lists them.");
  await removeLeftovers();
  const directory = join(tmpdir(), `${STAGING}${newMark()}`);
  await mkdir(directory, { mode: 0o700 });
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const staged = join(directory, "staged.sqlite");
    const { sessions, damaged } = await copyOfFile(path, staged).catch((error: Error) => {
      if (isDiskFull(error)) throw noRoom(directory, error);
      throw new StoreUnusable(
        `${path} can't be restored: it ${error.message}.`,
        "Nothing was changed. Try another backup.",
        error,
      );
    });
    const store = sqliteBackend({ file: staged });
    await store.open(silentLog);
    try {
      const interrupted = await interruptEveryUnfinished(store);
      const waiting = await settleInbox(store, options.keepInbox ?? false);
      return new ReadBackup(staged, { sessions, damaged, interrupted, waiting }, options, remove);
    } finally {
      await store.close();
    }
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Of a restore that a crash cut short: it holds all that the backup holds. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const mark = LEFTOVER.exec(name)?.[1];
    // Another user's can't be removed, and is theirs to remove.
    if (mark !== undefined && isOrphan(mark)) await rm(join(tmpdir(), name), { recursive: true }).catch(() => {});
  }
}

const STAGING = "holdfast-restore-";
const LEFTOVER = new RegExp(`^${STAGING}(${MARK})$`);

const noRoom = (directory: string, cause: Error) =>
  new StoreUnusable(
    `There is no room in ${directory} for a copy of the backup.`,
    "Nothing was changed. Make room, or name another place in TMPDIR.",
    cause,
  );

export class ReadBackup implements AsyncDisposable {
  constructor(
    private readonly staged: string,
    readonly content: Restoring,
    private readonly options: RestoreOptions,
    private readonly remove: () => Promise<void>,
  ) {}

  /** Puts it in the place of what the store holds. @throws {StoreUnavailable} while a bot works on the store. */
  async restoreTo(address: string): Promise<Replaced<unknown>> {
    const from = sqliteBackend({ file: this.staged });
    await from.open(silentLog);
    const fill = (empty: Backend) => copyStore(from, empty, (done) => this.options.progress?.(done, undefined));
    return replaceStore(address, fill, this.options).finally(() => from.close());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.remove();
  }
}

/**
 * What waited then was answered by the bot that went on: to answer it again days later would be strange. Its ids are still
 * known as done.
 */
async function settleInbox(store: Backend, keep: boolean): Promise<number> {
  let count = 0;
  for (let after: string | undefined; ; ) {
    const page = await store.log.unfinished(1_000, after);
    after = page.at(-1)?.position;
    if (after === undefined) return count;
    count += page.length;
    const positions = page.map(({ position }) => position);
    if (!keep) await store.log.finish(positions, Date.now());
  }
}
