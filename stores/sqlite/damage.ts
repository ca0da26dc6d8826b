import { closeSync, existsSync, openSync, readSync, statSync, writeFileSync } from "node:fs";
import { Database } from "./database.ts";
import { damageOfLog } from "./log-damage.ts";
import { isOpenHere } from "./opened-file.ts";
import { hasItsTables, hasPresentSchema, kindOf } from "./schema.ts";
import { isDamage } from "./sqlite-errors.ts";

const SMALLEST_PAGE = 512;
/** A page: what SQLite makes before there are tables. */
const LARGEST_BLANK = 4096;

/** Stands beside a file that was found damaged while it was in use: the next start then salvages it. */
export const damageNote = (file: string): string => `${file}.damaged`;

export function noteDamage(file: string): void {
  try {
    writeFileSync(damageNote(file), "", { mode: 0o600 });
  } catch {
    // Then the damage will be met again; the failure at hand is what the caller must hear of.
  }
}

/**
 * What is wrong with an existing file, judged by header, size, schema and write-ahead log: that takes no longer for a
 * large store. It is left as it is, its write-ahead log included.
 *
 * @returns undefined for a sound one, and for an empty one, which is new.
 */
export async function damageOf(file: string, patienceMs?: number): Promise<string | undefined> {
  if (existsSync(damageNote(file))) return "was found damaged while in use";
  if (sizeOf(file) === 0) return sizeOf(`${file}-wal`) > 0 ? "is empty, yet has a write-ahead log" : undefined;
  // SQLite takes anything shorter than a page for a new file, and writes over it.
  if (sizeOf(file) < SMALLEST_PAGE) return "is no SQLite database";
  if (!isOpenHere(file)) {
    if (!isHeaderPossible(file)) return "is no SQLite database, or has a damaged header";
    const damage = await damageOfLog(file);
    if (damage) return damage;
  }
  // Any other connection would fold the write-ahead log into the file when it closes.
  const probe = new Database(file, { readOnly: true, ...(patienceMs !== undefined && { patienceMs }) });
  try {
    return await probe.patiently(() => judge(probe, file));
  } catch (error) {
    if (isDamage(error)) return "is no SQLite database, or a damaged one";
    throw error;
  } finally {
    probe.close();
  }
}

function judge(probe: Database, file: string): string | undefined {
  const kind = kindOf(probe);
  if (kind === "blank") return sizeOf(file) > LARGEST_BLANK ? "lacks its tables" : undefined;
  if (kind === "newer") return hasPresentSchema(probe) ? "has a damaged header" : undefined;
  if (kind === "foreign") return hasItsTables(probe) ? "has a damaged header" : "belongs to another program";
  if (!hasItsTables(probe)) return "lacks some of its tables";
  return isCut(probe, file) ? "was cut short" : undefined;
}

/** SQLite itself finds a file that is shorter than its header says, but not while there is a write-ahead log. */
function isCut(probe: Database, file: string): boolean {
  const [count] = probe.all<{ page_count: number }>("PRAGMA page_count");
  const [size] = probe.all<{ page_size: number }>("PRAGMA page_size");
  const pageSize = size?.page_size ?? 0;
  return sizeOf(file) + sizeOf(`${file}-wal`) < (count?.page_count ?? 0) * pageSize;
}

/** Some of it SQLite does not check, and then cannot write, or refuses the file without calling it damaged. */
function isHeaderPossible(file: string): boolean {
  const header = Buffer.alloc(HEADER);
  const descriptor = openSync(file, "r");
  readSync(descriptor, header, 0, HEADER, 0);
  closeSync(descriptor);
  const [writeVersion = 0, readVersion = 0, reserved, ...fractions] = header.subarray(18, 24);
  return (
    header.toString("latin1", 0, 16) === "SQLite format 3\0" &&
    [writeVersion, readVersion].every((version) => version === 1 || version === 2) &&
    reserved === 0 &&
    fractions.join() === "64,32,32" &&
    header.readUInt32BE(SCHEMA_FORMAT) <= 4 &&
    header.readUInt32BE(TEXT_ENCODING) <= 1
  );
}

const HEADER = 100;
const SCHEMA_FORMAT = 44;
const TEXT_ENCODING = 56;

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
