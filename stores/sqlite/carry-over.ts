import { constants, copyFileSync, existsSync, rmSync } from "node:fs";
import { Database } from "./database.ts";
import { fromBothEnds, untilDamage } from "./readable-rows.ts";
import { ENTRIES, giveBirth } from "./schema.ts";

export interface Rescue {
  /** How many entries were carried over. */
  readonly saved: number;
  /** How many were not; undefined when that cannot be known. */
  readonly lost: number | undefined;
}

/** Damage can turn a column into anything. */
type Row<Column extends string> = Record<Column, unknown>;

/** No inbox has had this many entries: a higher position was made by damage, and would leave no room for further ones. */
const HIGHEST_POSITION = 2 ** 48;

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

/** By the index, each row on its own, so that one that cannot be read costs no other; then what the index did not list. */
function rescueEntries(from: Database, to: Database): Rescue {
  const unread = new Set<string>();
  let saved = 0;
  const save = ({ key, value }: Row<"key" | "value">): boolean => {
    if (typeof key !== "string" || typeof value !== "string") return false;
    const isNew = to.run(`INSERT INTO ${ENTRIES}(key, value) VALUES (?, ?) ON CONFLICT DO NOTHING`, key, value) === 1;
    if (isNew) saved++;
    return isNew;
  };

  const byIndex = `SELECT key FROM ${ENTRIES} INDEXED BY sqlite_autoindex_${ENTRIES}_1 ORDER BY key`;
  let isIndexWhole = fromBothEnds<Row<"key">>(from, byIndex, ({ key }) => {
    if (typeof key !== "string") return;
    unread.add(key);
    const byKey = `SELECT key, value FROM ${ENTRIES} WHERE key = ? AND namespace = ''`;
    untilDamage<Row<"key" | "value">>(from, byKey, (row) => save(row) && unread.delete(key), key);
  });
  const byTable = `SELECT key, value FROM ${ENTRIES} NOT INDEXED ORDER BY rowid`;
  fromBothEnds<Row<"key" | "value">>(from, byTable, (row) => {
    if (save(row) && !unread.delete(String(row.key))) isIndexWhole = false;
  });
  return { saved, lost: isIndexWhole ? unread.size : undefined };
}

function rescueMarks(from: Database, to: Database): void {
  const save = ({ key, name, score }: Row<"key" | "name" | "score">) => {
    if (typeof key !== "string" || typeof name !== "string" || typeof score !== "number") return;
    const there = to.all(`SELECT 1 FROM ${ENTRIES} WHERE key = ? AND namespace = ''`, key);
    if (there.length > 0) to.run("INSERT OR IGNORE INTO marks(key, name, score) VALUES (?, ?, ?)", key, name, score);
  };
  fromBothEnds(from, "SELECT key, name, score FROM marks ORDER BY key, name", save);
  fromBothEnds(from, "SELECT key, name, score FROM marks INDEXED BY marks_by_score ORDER BY name, score", save);
}

/** Finished entries too: they are what an update that comes twice is known by. */
function rescueLog(from: Database, to: Database): void {
  const columns = "position, id, payload, at, finished_at";
  const save = ({
    position,
    id,
    payload,
    at,
    finished_at,
  }: Row<"position" | "id" | "payload" | "at" | "finished_at">) => {
    if (typeof id !== "string" || typeof payload !== "string" || typeof at !== "number") return;
    const place = isPosition(position) ? position : null;
    const finishedAt = typeof finished_at === "number" ? finished_at : null;
    to.run(`INSERT OR IGNORE INTO log(${columns}) VALUES (?, ?, ?, ?, ?)`, place, id, payload, at, finishedAt);
  };
  fromBothEnds(from, `SELECT ${columns} FROM log ORDER BY position`, save);
  fromBothEnds(from, `SELECT ${columns} FROM log INDEXED BY sqlite_autoindex_log_1 ORDER BY id`, save);
  untilDamage<Row<"seq">>(from, "SELECT seq FROM sqlite_sequence WHERE name = 'log'", ({ seq }) => {
    if (!isPosition(seq)) return;
    to.run("INSERT INTO sqlite_sequence(name, seq) SELECT 'log', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence)");
    to.run("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'log'", seq);
  });
}

const isPosition = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value > 0 && value <= HIGHEST_POSITION;
