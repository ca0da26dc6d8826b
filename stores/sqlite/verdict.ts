import { kindOfEntry } from "#core";
import { Database } from "./database.ts";
import { ENTRIES, hasItsTables, kindOf } from "./schema.ts";
import { isDamage } from "./sqlite-errors.ts";

/** What a whole file turned out to hold. */
export interface Verdict {
  readonly entries: number;
  readonly sessions: number;
  /** Sessions whose bytes do not decode, though the file that holds them is sound. */
  readonly damaged: number;
}

/**
 * Reads a file from beginning to end, and changes nothing in it.
 *
 * @param expected how many entries it must hold.
 * @throws {Error} saying in words that complete "The file …" why it is no sound store.
 */
export const verdictOn = (file: string, expected?: number): Verdict =>
  reading(file, (database) => judge(database, expected));

/** Looks at header and schema only. @throws {Error} as {@link verdictOn}. */
export const mustBeOurs = (file: string): void => reading(file, judgeKind);

function reading<T>(file: string, judgeIt: (database: Database) => T): T {
  const database = new Database(file, { readOnly: true });
  try {
    return judgeIt(database);
  } catch (error) {
    throw isDamage(error) ? new Error("is damaged, or no SQLite database", { cause: error }) : error;
  } finally {
    database.close();
  }
}

function judgeKind(database: Database): void {
  const kind = kindOf(database);
  if (kind === "newer") throw new Error("was written by a later version of Holdfast");
  if (kind !== "ours") throw new Error("is no store of Holdfast");
  if (!hasItsTables(database)) throw new Error("lacks some of its tables");
}

function judge(database: Database, expected: number | undefined): Verdict {
  judgeKind(database);
  const [first] = database.all<{ integrity_check: string }>("PRAGMA integrity_check(1)");
  if (first?.integrity_check !== "ok") throw new Error(`is damaged (${first?.integrity_check})`);
  const counts = { session: 0, "damaged session": 0, other: 0 };
  for (const { key, value } of database.iterate<Entry>(`SELECT key, value FROM ${ENTRIES}`))
    counts[kindOfEntry(key, value)]++;
  const sessions = counts.session + counts["damaged session"];
  const entries = sessions + counts.other;
  if (expected !== undefined && entries !== expected)
    throw new Error(`holds ${entries} entries, and ${expected} were to be copied`);
  return { entries, sessions, damaged: counts["damaged session"] };
}

interface Entry {
  readonly key: string;
  readonly value: string;
}
