import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { type Log, StoreUnavailable } from "#core";
import { timeInName } from "../backup-files.ts";
import { damageNote, damageOf } from "../damage.ts";
import { takeOwnership } from "../owner-lock.ts";
import { makeFile } from "../private-files.ts";
import { syncToDisk } from "../sync-to-disk.ts";
import { takePlace } from "../take-place.ts";
import { carryOver } from "./carry-over.ts";

/**
 * Puts a damaged file aside as `<file>.corrupt-<time>`, whole, and in its place a new one with what was readable.
 * The new file is complete before the old one moves, so that a crash on the way loses nothing: the next start goes on
 * with {@link finishSalvage}.
 *
 * @throws {StoreUnavailable} while an owner works on the file.
 */
export async function salvage(file: string, damage: string, log: Log): Promise<void> {
  const lock = takeOwnership(file);
  if (!lock) throw inUse();
  try {
    // Another process may have been here first.
    if (!(await damageOf(file))) return;
    rmSync(building(file), { force: true });
    makeFile(building(file));
    const { lost, ...saved } = await carryOver(file, building(file), log);
    syncToDisk(building(file));
    // First, so that a swap that is cut off is gone on with under the same name.
    writeFileSync(damageNote(file), timeInName(Date.now()), { mode: 0o600 });
    renameSync(building(file), built(file));
    const keptAs = swap(file);
    log.error("damaged store salvaged", {
      file,
      damage: `The file ${damage}.`,
      keptAs,
      ...saved,
      lost: lost ?? "unknown",
    });
  } finally {
    await lock.release();
  }
}

/** Ends a salvage that a crash interrupted when its new file was complete. */
export async function finishSalvage(file: string): Promise<void> {
  if (!existsSync(built(file))) return;
  const lock = takeOwnership(file);
  if (!lock) throw inUse();
  try {
    if (existsSync(built(file))) swap(file);
  } finally {
    await lock.release();
  }
}

const building = (file: string) => `${file}.salvaging`;
const built = (file: string) => `${file}.salvaged`;

function swap(file: string): string {
  const aside = `${file}.corrupt-${timeNoted(file) ?? timeInName(Date.now())}`;
  takePlace(file, built(file), aside);
  rmSync(damageNote(file), { force: true });
  return aside;
}

function timeNoted(file: string): string | undefined {
  return existsSync(damageNote(file)) ? readFileSync(damageNote(file), "utf8") || undefined : undefined;
}

const inUse = () =>
  new StoreUnavailable(
    "SQLite",
    "is damaged, and another process is using it",
    undefined,
    "Stop that process, then start the bot.",
  );
