import { Database } from "../database.ts";
import { ENTRIES, wasOurs } from "../schema.ts";
import type { LogRow } from "./loose-rows.ts";
import { fromBothEnds, rowsWith } from "./readable-rows.ts";
import type { RescuedStore } from "./rescued-store.ts";

/** Damage can turn a column into anything. */
type Row<Column extends string> = Record<Column, unknown>;

/** What the trees of a damaged file say is in it. */
export interface Contents {
  /** The keys that were there; undefined when no tree can be trusted to list them all. */
  readonly known: ReadonlySet<string> | undefined;
}

export const UNKNOWN: Contents = { known: undefined };

/** Rescues what SQLite itself finds in a copy of a damaged file, by every way that leads to a row. */
export function* rescueFile(copy: string, rescued: RescuedStore): Generator<void, Contents> {
  let from: Database;
  try {
    from = new Database(copy);
  } catch {
    return UNKNOWN;
  }
  try {
    from.tolerateDamage();
    const contents = yield* rescueEntries(from, rescued);
    yield* rescueMarks(from, rescued);
    yield* rescueLog(from, rescued);
    return contents;
  } catch {
    return UNKNOWN;
  } finally {
    from.close();
  }
}

/** Whether a copy's schema can be read, and is that of another program. */
export function isForeign(copy: string): boolean {
  try {
    const from = new Database(copy);
    try {
      return !wasOurs(from);
    } finally {
      from.close();
    }
  } catch {
    return false;
  }
}

/** By the index, each row on its own, so that one that cannot be read costs no other; then what the index did not list. */
function* rescueEntries(from: Database, rescued: RescuedStore): Generator<void, Contents> {
  const listed = new Set<string>();
  const offer = ({ key, value }: Row<"key" | "value">) => {
    if (typeof key === "string" && typeof value === "string") rescued.offer(key, value, "file");
  };
  const byIndex = `SELECT key FROM ${ENTRIES} INDEXED BY sqlite_autoindex_${ENTRIES}_1 ORDER BY key`;
  // The row's own key, which the index need not agree with.
  const byKey = `SELECT key, value FROM ${ENTRIES}
                 WHERE rowid = (SELECT rowid FROM ${ENTRIES} WHERE key = ? AND namespace = '')`;
  const list = ({ key }: Row<"key">) => {
    if (typeof key !== "string") return;
    listed.add(key);
    for (const row of rowsWith<Row<"key" | "value">>(from, byKey, key)) offer(row);
  };
  const isIndexWhole = yield* fromBothEnds<Row<"key">>(from, byIndex, list, ({ key }) => [key]);

  const inTable = new Set<string>();
  let agree = true;
  const byTable = `SELECT rowid, key, value FROM ${ENTRIES} NOT INDEXED ORDER BY rowid`;
  const offerRow = (row: Row<"rowid" | "key" | "value">) => {
    offer(row);
    inTable.add(String(row.key));
    if (!listed.has(String(row.key))) agree = false;
  };
  const isTableWhole = yield* fromBothEnds<Row<"rowid" | "key" | "value">>(from, byTable, offerRow, ({ rowid }) => [
    rowid,
  ]);
  if (isIndexWhole && agree) return { known: listed };
  return { known: isTableWhole && !isIndexWhole ? inTable : undefined };
}

function* rescueMarks(from: Database, rescued: RescuedStore): Generator<void> {
  const save = ({ key, name, score }: MarkRow) => {
    if (typeof key === "string" && typeof name === "string" && typeof score === "number")
      rescued.offerMark(key, name, score);
  };
  yield* fromBothEnds(from, MARKS_BY_KEY, save, rankByKey);
  const byScore = "SELECT key, name, score FROM marks INDEXED BY marks_by_score ORDER BY name, score, key";
  yield* fromBothEnds<MarkRow>(from, byScore, save, ({ name, score, key }) => [name, score, key]);
}

export type MarkRow = Row<"key" | "name" | "score">;
export const MARKS_BY_KEY = "SELECT key, name, score FROM marks ORDER BY key, name";
export const rankByKey = ({ key, name }: MarkRow) => [key, name];

function* rescueLog(from: Database, rescued: RescuedStore): Generator<void> {
  const columns = "position, id, payload, at, finished_at";
  const save = ({ position, id, payload, at, finished_at }: Row<keyof LogRow>) => {
    if (typeof id !== "string" || typeof payload !== "string" || typeof at !== "number") return;
    const place = typeof position === "number" ? position : null;
    const finishedAt = typeof finished_at === "number" ? finished_at : null;
    rescued.offerLogRow({ position: place, id, payload, at, finished_at: finishedAt });
  };
  yield* fromBothEnds(from, `SELECT ${columns} FROM log ORDER BY position`, save, ({ position }) => [position]);
  const byId = `SELECT ${columns} FROM log INDEXED BY sqlite_autoindex_log_1 ORDER BY id`;
  yield* fromBothEnds(from, byId, save, ({ id }) => [id]);
}
