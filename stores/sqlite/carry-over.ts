import { constants, copyFileSync, existsSync, rmSync } from "node:fs";
import { Database } from "./database.ts";
import { ENTRIES, giveBirth } from "./schema.ts";

export interface Rescue {
  /** How many entries were carried over. */
  readonly saved: number;
  /** How many were not; undefined when that cannot be known. */
  readonly lost: number | undefined;
}

/** Fills a new file with every row that can still be read from a damaged one, which is only copied from. */
export function carryOver(damaged: string, target: string): Rescue {
  const copy = `${damaged}.reading`;
  const parts = ["", "-wal"].filter((part) => existsSync(damaged + part));
  const to = new Database(target);
  try {
    for (const part of parts) copyFileSync(damaged + part, copy + part, constants.COPYFILE_FICLONE);
    giveBirth(to);
    return to.transaction(() => rescue(copy, to));
  } finally {
    to.close();
    for (const part of ["", "-wal", "-shm", "-journal"]) rmSync(copy + part, { force: true });
  }
}

function rescue(copy: string, to: Database): Rescue {
  let from: Database;
  try {
    from = new Database(copy);
    from.tolerateDamage();
  } catch {
    return { saved: 0, lost: undefined };
  }
  try {
    const rescued = rescueEntries(from, to);
    rescueMarks(from, to);
    rescueLog(from, to);
    return rescued;
  } finally {
    from.close();
  }
}

/** By the index from both ends, each row on its own, and by the table itself from both ends. */
function rescueEntries(from: Database, to: Database): Rescue {
  const missing = new Set<string>();
  let saved = 0;
  const save = ({ key, value }: { key: unknown; value: unknown }) => {
    if (typeof key !== "string" || typeof value !== "string") return;
    missing.delete(key);
    saved += to.run(`INSERT INTO ${ENTRIES}(key, value) VALUES (?, ?) ON CONFLICT DO NOTHING`, key, value);
  };
  const saveByKey = ({ key }: { key: unknown }) => {
    if (typeof key !== "string") return;
    missing.add(key);
    untilDamage(from, `SELECT key, value FROM ${ENTRIES} WHERE key = ? AND namespace = ''`, save, key);
  };
  const byKey = `SELECT key FROM ${ENTRIES} INDEXED BY sqlite_autoindex_${ENTRIES}_1 ORDER BY key`;
  const complete = fromBothEnds(from, byKey, saveByKey);
  fromBothEnds(from, `SELECT key, value FROM ${ENTRIES} NOT INDEXED ORDER BY rowid`, save);
  return { saved, lost: complete ? missing.size : undefined };
}

function rescueMarks(from: Database, to: Database): void {
  const save = ({ key, name, score }: Record<"key" | "name" | "score", string | number>) =>
    to.run(
      `INSERT INTO marks(key, name, score) SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM ${ENTRIES} WHERE key = ?)
       ON CONFLICT DO NOTHING`,
      key,
      name,
      score,
      key,
    );
  fromBothEnds(from, "SELECT key, name, score FROM marks ORDER BY key, name", save);
  fromBothEnds(from, "SELECT key, name, score FROM marks INDEXED BY marks_by_score ORDER BY name, score", save);
}

/** Finished entries too: they are what an update that comes twice is known by. */
function rescueLog(from: Database, to: Database): void {
  type Row = Record<"position" | "id" | "payload" | "at" | "finished_at", string | number | null>;
  const save = ({ position, id, payload, at, finished_at }: Row) =>
    to.run("INSERT OR IGNORE INTO log VALUES (?, ?, ?, ?, ?)", position, id, payload, at, finished_at);
  fromBothEnds(from, "SELECT * FROM log ORDER BY position", save);
  fromBothEnds(from, "SELECT * FROM log INDEXED BY sqlite_autoindex_log_1 ORDER BY id", save);
  untilDamage<{ seq: number }>(from, "SELECT seq FROM sqlite_sequence WHERE name = 'log'", ({ seq }) => {
    to.run("INSERT INTO sqlite_sequence(name, seq) SELECT 'log', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence)");
    to.run("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'log'", seq);
  });
}

/** @param ordered ends in ORDER BY. @returns whether it met no damage. */
function fromBothEnds<Row>(from: Database, ordered: string, save: (row: Row) => void): boolean {
  if (untilDamage(from, ordered, save)) return true;
  untilDamage(from, `${ordered} DESC`.replace(/(ORDER BY \w+),/, "$1 DESC,"), save);
  return false;
}

function untilDamage<Row>(from: Database, sql: string, save: (row: Row) => void, ...values: string[]): boolean {
  const rows = readable<Row>(from, sql, values);
  for (;;) {
    const step = rows.next();
    if (step.done) return step.value;
    save(step.value);
  }
}

/** Gives rows until reading fails, so that a failure of saving is never taken for damage. */
function* readable<Row>(from: Database, sql: string, values: string[]): Generator<Row, boolean> {
  let rows: Iterator<Row> | undefined;
  for (;;) {
    let step: IteratorResult<Row>;
    try {
      rows ??= from.iterate<Row>(sql, ...values)[Symbol.iterator]();
      step = rows.next();
    } catch {
      return false;
    }
    if (step.done) return true;
    yield step.value;
  }
}
