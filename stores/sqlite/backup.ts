import { existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Backup, BackupFailed, type BackupOptions, CodedError } from "#core";
import { isOrphan, MARK, newMark } from "../process-mark.ts";
import { type BackupPlace, backupPath } from "./backup-files.ts";
import { onThread, type Task } from "./backup-task.ts";
import { makePrivately } from "./private-files.ts";
import { isDiskFull } from "./sqlite-errors.ts";
import { syncToDisk } from "./sync-to-disk.ts";

/** Writes what is to be kept into an empty file. @returns what the checking of it should know. */
export type Fill = (file: string, options: BackupOptions) => Promise<Pick<Task, "source" | "entries">>;

/**
 * Makes a backup: filled and checked under another name, and given its own when it is on the disk. A crash on the way
 * leaves a file that nobody takes for a backup, and a later one removes.
 *
 * @throws {BackupFailed} and then nothing is left.
 */
export async function makeBackup(place: BackupPlace, fill: Fill, options: BackupOptions): Promise<Backup> {
  const { at = Date.now(), progress, signal } = options;
  const path = resolve(options.file ?? backupPath(place, at));
  if (existsSync(path)) throw new BackupFailed(`There is something at ${path} already.`, "Name another file.");
  const writing = `${path}.${newMark()}${WRITING}`;
  try {
    makePrivately(writing);
    removeLeftovers(dirname(path));
    const task = await fill(writing, options);
    const { sessions, damaged } = await onThread({ ...task, file: writing, lasting: true }, progress, signal);
    syncToDisk(writing);
    renameSync(writing, path);
    syncToDisk(dirname(path));
    return { path, at, sessions, damaged, bytes: statSync(path).size };
  } catch (error) {
    throw inWords(error, signal);
  } finally {
    for (const part of PARTS) rmSync(writing + part, { force: true });
  }
}

/** Of a backup that a crash cut short: its process is gone, or it is older than any that is still being written. */
function removeLeftovers(directory: string): void {
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory)) {
    const mark = LEFTOVER.exec(name)?.[1];
    if (mark === undefined) continue;
    const path = join(directory, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (isOrphan(mark) || age > LEFT_OVER_MS) rmSync(path, { force: true });
  }
}

function inWords(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return new BackupFailed("The backup was given up.", "Make it again.", error);
  const isFull = isDiskFull(error) || (error instanceof CodedError && isDiskFull(error.cause));
  if (isFull) {
    return new BackupFailed(
      "The backup could not be written: the disk is full or failing.",
      "Make room on the disk, or choose another place.",
      error,
    );
  }
  if (error instanceof CodedError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new BackupFailed(
    `The backup was not sound when it was read back: the file ${reason}.`,
    "Is the store itself damaged? `holdfast sessions check` tells.",
    error,
  );
}

const WRITING = ".writing";
const LEFTOVER = new RegExp(`\\.(${MARK})\\.writing(-wal|-shm|-journal|\\.lock)?$`);
const LEFT_OVER_MS = 86_400_000;
const PARTS = ["", "-wal", "-shm", "-journal"];
