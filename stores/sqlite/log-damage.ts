import { existsSync, readFileSync } from "node:fs";
import { endianness } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { type LogEnd, readLog } from "./write-ahead-log.ts";

/**
 * What is wrong with the write-ahead log that a process left when it ended without closing the file. SQLite itself says
 * nothing: it reads up to the first bad frame and takes all later writes for never made. Beside the log lies its index
 * (-shm), which says how far it went.
 *
 * Not for a file that this process has open: to look at these files drops the locks it holds.
 *
 * @returns undefined when all that is told to be there is there.
 */
export async function damageOfLog(file: string): Promise<string | undefined> {
  if (!lookAtLog(file)) return undefined;
  // What another process is just writing looks torn for a moment.
  await pause(SETTLED_MS);
  return lookAtLog(file);
}

function lookAtLog(file: string): string | undefined {
  if (hasLostWrites(file)) return "has lost writes: its write-ahead log is missing or cut short";
  const log = existsSync(`${file}-wal`) ? readLog(`${file}-wal`, USUAL_PAGE_SIZE) : undefined;
  return log && !log.sound ? "has a damaged write-ahead log" : undefined;
}

/** Whether the index of the log tells of more than can still be found. Not for a file that this process has open. */
export function hasLostWrites(file: string): boolean {
  // Read first: a process at work writes to the log before it writes to the index.
  const index = readLogIndex(`${file}-shm`);
  if (!index || index.frames <= index.folded) return false;
  const log = existsSync(`${file}-wal`) ? readLog(`${file}-wal`, USUAL_PAGE_SIZE) : undefined;
  return !log || (log.salts === index.salts && log.length < index.frames);
}

interface LogIndex extends LogEnd {
  /** How many of them had been written to the file itself. */
  readonly folded: number;
}

/** @returns undefined if it is missing, or not to be trusted. @see https://sqlite.org/walformat.html#the_wal_index_file_format */
export function readLogIndex(path: string): LogIndex | undefined {
  const bytes = existsSync(path) ? readFileSync(path).subarray(0, INDEX_BYTES) : Buffer.alloc(0);
  const copies = [bytes.subarray(0, HEADER), bytes.subarray(HEADER, 2 * HEADER)];
  if (bytes.length < INDEX_BYTES || !copies[0]?.equals(copies[1] ?? Buffer.alloc(0))) return undefined;
  const number = (at: number) => (endianness() === "BE" ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
  if (number(0) !== VERSION || bytes[IS_WRITTEN] !== 1) return undefined;
  // As the log has them, in its own order of bytes.
  const salts = `${bytes.readUInt32BE(32)}:${bytes.readUInt32BE(36)}`;
  return { salts, frames: number(16), folded: number(96) };
}

const INDEX_BYTES = 136;
const HEADER = 48;
const VERSION = 3_007_000;
const IS_WRITTEN = 12;
const SETTLED_MS = 50;
const USUAL_PAGE_SIZE = 4096;
