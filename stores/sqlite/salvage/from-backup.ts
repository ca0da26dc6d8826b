import { interruptUnfinished, weighCopy } from "#core";
import { Database } from "../database.ts";
import { ENTRIES } from "../schema.ts";
import { MARKS_BY_KEY, type MarkRow, rankByKey } from "./file-rows.ts";
import { fromBothEnds, rowsWith } from "./readable-rows.ts";
import type { RescuedStore } from "./rescued-store.ts";

type Row<Column extends string> = Record<Column, unknown>;

/**
 * Takes from a copy of a backup what is missing: sessions, with what their unfinished turns need, and what plugins keep.
 * Those turns wait for their user. The inbox of that time, and what was set aside then, is left: it has been dealt with.
 *
 * @returns whether the backup could be read at all.
 */
export function* rescueBackup(
  copy: string,
  rescued: RescuedStore,
  isWanted: (key: string) => boolean,
): Generator<void, boolean> {
  let from: Database;
  try {
    from = new Database(copy);
  } catch {
    return false;
  }
  try {
    from.tolerateDamage();
    const taken = new Set<string>();
    let read = 0;
    const take = ({ key, value }: Row<"key" | "value">) => {
      if (typeof key !== "string" || typeof value !== "string") return;
      read++;
      const { isSession, sound, needs } = weighCopy(key, value);
      const isOurs = isSession ? sound : key.startsWith(PLUGIN_PREFIX);
      if (!isOurs || !isWanted(key)) return;
      taken.add(key);
      rescued.offer(key, interruptUnfinished(value), "backup");
      for (const needed of needs) {
        const byKey = `SELECT key, value FROM ${ENTRIES} WHERE key = ? AND namespace = ''`;
        for (const row of rowsWith<Row<"key" | "value">>(from, byKey, needed))
          if (typeof row.value === "string") rescued.offer(needed, row.value, "backup");
      }
    };
    const byTable = `SELECT rowid, key, value FROM ${ENTRIES} NOT INDEXED ORDER BY rowid`;
    yield* fromBothEnds<Row<"rowid" | "key" | "value">>(from, byTable, take, ({ rowid }) => [rowid]);
    const mark = ({ key, name, score }: MarkRow) => {
      if (typeof key !== "string" || typeof name !== "string" || typeof score !== "number") return;
      if (taken.has(key)) rescued.offerMark(key, name, score);
    };
    yield* fromBothEnds(from, MARKS_BY_KEY, mark, rankByKey);
    return read > 0;
  } catch {
    return false;
  } finally {
    from.close();
  }
}

const PLUGIN_PREFIX = "plugin:";
