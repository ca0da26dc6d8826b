import { existsSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { syncToDisk } from "./sync-to-disk.ts";

/** What belongs to a database file and moves with it. */
export const PARTS = ["", "-wal", "-shm", "-journal"];

/**
 * Moves a database file aside, whole, and a complete new one into its place. Cut off on the way, it is gone on with by
 * the same call: so `aside` must be the same name again.
 */
export function takePlace(file: string, next: string, aside: string): void {
  for (const part of PARTS) if (existsSync(file + part)) renameSync(file + part, aside + part);
  renameSync(next, file);
  syncToDisk(dirname(file));
}
