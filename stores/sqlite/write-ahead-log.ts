import { readFileSync } from "node:fs";
import { endianness } from "node:os";

/** A page as a write left it. */
export interface Frame {
  readonly page: number;
  readonly image: Buffer;
  /** Whether it cannot be judged, because the frame before it is damaged. The one behind it says that it is in its place. */
  readonly doubtful: boolean;
}

export interface WriteAheadLog {
  readonly pageSize: number;
  /** Which frames belong together: they change whenever the log begins anew. */
  readonly salts: string;
  /** What was committed and is whole, or doubtful, in the order of writing. */
  readonly frames: readonly Frame[];
  /** Up to the last commit, those that are damaged and that no later one of the same page replaces. */
  readonly damaged: readonly Frame[];
  /** How many frames there are up to the last commit, damaged ones included. */
  readonly length: number;
  /** Pages in the file after the last commit. */
  readonly pageCount: number;
  /** Whether SQLite reads all of it. It stops at the first frame that is not whole, and takes back what comes after. */
  readonly sound: boolean;
}

/** How far a log went, as its index tells. */
export interface LogEnd {
  readonly salts: string;
  /** How many frames had been committed. */
  readonly frames: number;
}

/**
 * Reads a write-ahead log frame by frame. Each frame's checksum goes on from the one before it as that one is written
 * down, so that damage to one says nothing against those behind it.
 *
 * @param pageSize of the file, for a log whose own header is damaged.
 * @param told how far it went, for a log whose last commit is damaged.
 * @returns undefined if it holds nothing that was committed.
 * @see https://sqlite.org/fileformat2.html#the_write_ahead_log
 */
export function readLog(path: string, pageSize: number, told?: LogEnd): WriteAheadLog | undefined {
  const bytes = readFileSync(path);
  if (bytes.length < HEADER) return undefined;
  const header = bytes.subarray(0, HEADER);
  const bigEndian = header.readUInt32BE(0) === BIG_ENDIAN_MAGIC;
  const isHeaderSound = sumOf(header.subarray(0, 24), "0:0", bigEndian) === sumAt(header, 24);
  const size = isHeaderSound ? header.readUInt32BE(8) : pageSize;
  const read = framesOf(bytes, size, bigEndian);
  const salts = isHeaderSound ? saltsAt(header, 16) : read.find(({ whole }) => whole)?.salts;
  const isCurrent = (frame: ReadFrame) => frame.whole && frame.salts === salts;
  const toldEnd = told && told.salts === salts ? Math.min(told.frames, read.length) - 1 : -1;
  const end = Math.max(
    read.findLastIndex((frame) => isCurrent(frame) && frame.commit > 0),
    toldEnd,
  );
  if (end < 0 || salts === undefined) return undefined;
  const current = read.slice(0, end + 1);
  const lastCommit = current.findLast((frame) => isCurrent(frame) && frame.commit > 0);
  const latest = new Map(current.map((frame, index) => [frame.page, index]));
  return {
    pageSize: size,
    salts,
    frames: current.filter(({ whole, doubtful }) => whole || doubtful),
    damaged: current.filter(({ whole, doubtful, page }, index) => !(whole || doubtful) && latest.get(page) === index),
    length: current.length,
    pageCount: current.reduce(
      (most, { page, whole }) => (whole ? Math.max(most, page) : most),
      lastCommit?.commit ?? 0,
    ),
    sound: isHeaderSound && current.every((frame) => frame.whole && frame.salts === salts),
  };
}

interface ReadFrame extends Frame {
  /** Pages in the file, if a transaction ends here; else 0. */
  readonly commit: number;
  readonly salts: string;
  readonly whole: boolean;
}

function framesOf(bytes: Buffer, pageSize: number, bigEndian: boolean): ReadFrame[] {
  const frames: ReadFrame[] = [];
  let before = sumAt(bytes, 24);
  for (let at = HEADER; at + FRAME_HEADER + pageSize <= bytes.length; at += FRAME_HEADER + pageSize) {
    const image = bytes.subarray(at + FRAME_HEADER, at + FRAME_HEADER + pageSize);
    const sum = sumOf(image, sumOf(bytes.subarray(at, at + 8), before, bigEndian), bigEndian);
    before = sumAt(bytes, at + 16);
    const page = bytes.readUInt32BE(at);
    const commit = bytes.readUInt32BE(at + 4);
    frames.push({
      page,
      commit,
      salts: saltsAt(bytes, at + 8),
      image,
      whole: sum === before && page > 0,
      doubtful: false,
    });
  }
  return frames.map((frame, index) => ({ ...frame, doubtful: isDoubtful(frames, index) }));
}

function isDoubtful(frames: readonly ReadFrame[], index: number): boolean {
  const [before, frame, behind] = [frames[index - 1], frames[index], frames[index + 1]];
  if (!frame || frame.whole || frame.page === 0 || before?.whole !== false || !behind?.whole) return false;
  return frame.salts === behind.salts;
}

function sumOf(bytes: Buffer, from: string, bigEndian: boolean): string {
  const words = wordsOf(bytes, bigEndian);
  let [one = 0, two = 0] = from.split(":").map(Number);
  for (let index = 0; index < words.length; index += 2) {
    one = (one + (words[index] ?? 0) + two) >>> 0;
    two = (two + (words[index + 1] ?? 0) + one) >>> 0;
  }
  return `${one}:${two}`;
}

function wordsOf(bytes: Buffer, bigEndian: boolean): Uint32Array {
  const copy = Buffer.from(new Uint8Array(bytes).buffer);
  if (bigEndian !== (endianness() === "BE")) copy.swap32();
  return new Uint32Array(copy.buffer);
}

const sumAt = (bytes: Buffer, at: number) => `${bytes.readUInt32BE(at)}:${bytes.readUInt32BE(at + 4)}`;
const saltsAt = sumAt;

const HEADER = 32;
const FRAME_HEADER = 24;
const BIG_ENDIAN_MAGIC = 0x377f0683;
