import { closeSync, constants, existsSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { hasLostWrites, readLogIndex } from "../log-damage.ts";
import { readLog } from "../write-ahead-log.ts";
import { INDEX_INTERIOR, INDEX_LEAF, TABLE_INTERIOR, TABLE_LEAF } from "./cells.ts";
import { PageFile } from "./page-file.ts";

export interface MendedCopy {
  readonly path: string;
  readonly pageSize: number;
  /** Pages of the write-ahead log that are damaged, and those replaced by doubtful ones: they have no place in the file. */
  readonly strays: readonly Buffer[];
  /** Whether writes are gone of which nothing tells any more what they were. */
  readonly lostWrites: boolean;
}

/**
 * Copies a damaged file, with everything applied that its write-ahead log holds whole: SQLite itself gives up the log at
 * the first frame that is not. The header is made such that SQLite opens the copy, since in our files it is always the
 * same.
 */
export async function mendedCopy(damaged: string, path: string): Promise<MendedCopy> {
  await copyFile(damaged, path, constants.COPYFILE_FICLONE);
  const likely = likelyPageSize(path);
  const log = existsSync(`${damaged}-wal`)
    ? readLog(`${damaged}-wal`, likely, readLogIndex(`${damaged}-shm`))
    : undefined;
  const pageSize = log?.pageSize ?? likely;
  const copy = openSync(path, "r+");
  try {
    const strays = log?.damaged.map(({ image }) => image) ?? [];
    for (const { page, image, doubtful } of log?.frames ?? []) {
      if (doubtful) strays.push(pageOf(copy, page, pageSize));
      writeSync(copy, image, 0, pageSize, (page - 1) * pageSize);
    }
    if (log) ftruncateSync(copy, log.pageCount * pageSize);
    mendHeader(copy, pageSize);
    return { path, pageSize, strays, lostWrites: strays.length > 0 || hasLostWrites(damaged) };
  } finally {
    closeSync(copy);
  }
}

function pageOf(copy: number, page: number, pageSize: number): Buffer {
  const bytes = Buffer.alloc(pageSize);
  readSync(copy, bytes, 0, pageSize, (page - 1) * pageSize);
  return bytes;
}

/** In a copy, so that no log is looked for, and what the header says of the file's size is not believed. */
function mendHeader(copy: number, pageSize: number): void {
  const header = Buffer.alloc(HEADER);
  if (readSync(copy, header, 0, HEADER, 0) < HEADER) return;
  header.write("SQLite format 3\0", 0, "latin1");
  header.writeUInt16BE(pageSize === 65_536 ? 1 : pageSize, 16);
  header.set([ROLLBACK_JOURNAL, ROLLBACK_JOURNAL, 0, 64, 32, 32], 18);
  header.writeUInt32BE(0, 28);
  header.writeUInt32BE(NEWEST_SCHEMA_FORMAT, 44);
  header.writeUInt32BE(0, 52);
  header.writeUInt32BE(UTF8, 56);
  header.writeUInt32BE(0, 64);
  writeSync(copy, header, 0, HEADER, 0);
}

/**
 * The smallest size by which most pages begin as pages do, since by a multiple of the right one they do, too. The header
 * may say another.
 */
function likelyPageSize(path: string): number {
  const shares = POSSIBLE_SIZES.map((size) => {
    using file = new PageFile(path, size);
    const looked = Math.min(file.count, MOST_LOOKED_AT);
    const types = Array.from({ length: looked }, (_, index) => file.page(index + 1)?.[index === 0 ? HEADER : 0]);
    return types.filter((type) => type !== undefined && PAGE_TYPES.has(type)).length / (looked || 1);
  });
  const enough = Math.max(...shares) * 0.6;
  return POSSIBLE_SIZES.find((_, index) => (shares[index] ?? 0) > enough) ?? USUAL_SIZE;
}

const HEADER = 100;
const ROLLBACK_JOURNAL = 1;
const NEWEST_SCHEMA_FORMAT = 4;
const UTF8 = 1;
const POSSIBLE_SIZES = [512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536];
const USUAL_SIZE = 4096;
const PAGE_TYPES = new Set([TABLE_LEAF, TABLE_INTERIOR, INDEX_LEAF, INDEX_INTERIOR]);
const MOST_LOOKED_AT = 500;
