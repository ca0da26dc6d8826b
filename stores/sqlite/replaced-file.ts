import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { StoreUnavailable } from "#core";
import { timeInName } from "./backup-files.ts";
import { damageNote } from "./damage.ts";
import { takeOwnership } from "./owner-lock.ts";
import { makeDirectory, makePrivately, realPath } from "./private-files.ts";
import { finishSalvage } from "./salvage/salvage.ts";
import { syncToDisk } from "./sync-to-disk.ts";
import { PARTS, takePlace } from "./take-place.ts";

/**
 * Puts a new database in the place of a file, which is kept beside it as `<file>.before-restore-<time>`, whole. The new
 * one is complete before the old one moves, so that a crash on the way loses nothing: the next opening goes on with
 * {@link finishReplacement}.
 *
 * @param make fills the file it is given, and checks it.
 * @returns where the old one is kept, if there was one.
 * @throws {StoreUnavailable} while an owner works on the file.
 */
export async function replaceFile<T>(
  named: string,
  make: (file: string) => Promise<T>,
): Promise<{ readonly made: T; readonly keptAs: string | undefined }> {
  const file = realPath(named);
  await finishReplacement(file);
  await finishSalvage(file);
  makeDirectory(dirname(file));
  const lock = takeOwnership(file);
  if (!lock) throw inUse();
  try {
    removeUnfinished(file);
    makePrivately(building(file));
    const made = await make(building(file));
    syncToDisk(building(file));
    renameSync(building(file), built(file));
    return { made, keptAs: swap(file) };
  } finally {
    removeUnfinished(file);
    await lock.release();
  }
}

/**
 * Ends a replacement that a crash interrupted: with the new file, if that was complete, else without.
 *
 * @throws {StoreUnavailable} while one is going on. Whoever opened the file then could have its write-ahead log made at
 * the very moment at which the new one takes its name, and SQLite would take that log for the new one's.
 */
export async function finishReplacement(file: string): Promise<void> {
  if (!isUnderWay(file)) return;
  const lock = takeOwnership(file);
  // It may have ended while the lock was asked for, and its owner be a bot that has begun since.
  if (!lock && !isUnderWay(file)) return;
  if (!lock) throw goingOn();
  try {
    if (existsSync(built(file))) swap(file);
    removeUnfinished(file);
  } finally {
    await lock.release();
  }
}

/** Removes what a replacement that was cut short had begun to make. Only for the owner: else it is being made. */
export const removeUnfinished = (file: string): void => removeParts(building(file));

const isUnderWay = (file: string) => existsSync(building(file)) || existsSync(built(file));

const building = (file: string) => `${file}.restoring`;
const built = (file: string) => `${file}.restored`;

function swap(file: string): string | undefined {
  // The same name whenever it is gone on with, so that what belongs together stays so.
  const aside = `${file}.before-restore-${timeInName(statSync(built(file)).mtimeMs)}`;
  // It speaks of the old one.
  rmSync(damageNote(file), { force: true });
  takePlace(file, built(file), aside);
  return existsSync(aside) ? aside : undefined;
}

function removeParts(file: string): void {
  for (const part of [...PARTS, ".lock"]) rmSync(file + part, { force: true });
}

const inUse = () =>
  new StoreUnavailable("SQLite", "is held by a bot that is running", undefined, "Stop the bot, then try again.");

const goingOn = () =>
  new StoreUnavailable(
    "SQLite",
    "is being replaced by a restore or copy",
    undefined,
    "Nothing to do: it can be used when that has ended.",
  );
