import { type Column, cellsOf, TABLE_LEAF } from "./cells.ts";
import type { PageFile } from "./page-file.ts";

/** A row of one of our tables, known by its shape. */
export type LooseRow =
  | { readonly table: "entries"; readonly key: string; readonly value: string }
  | { readonly table: "marks"; readonly key: string; readonly name: string; readonly score: number }
  | { readonly table: "log"; readonly row: LogRow };

export interface LogRow {
  readonly position: number | null;
  readonly id: string;
  readonly payload: string;
  readonly at: number;
  readonly finished_at: number | null;
}

/**
 * Every row that lies on any page, whether a tree still leads there or not. Pages in no use are left out, as long as
 * their list is sound: what was deleted must not come back.
 *
 * @param strays pages that should have replaced others of the file, and are damaged. Where there are any, the list of
 * pages in no use may be an old one, and is not believed.
 */
export function* looseRows(file: PageFile, strays: readonly Buffer[]): Generator<LooseRow> {
  const free = strays.length > 0 ? new Set<number>() : file.freePages();
  for (let number = 1; number <= file.count; number++) {
    const page = free.has(number) ? undefined : file.page(number);
    if (page) yield* rowsOf(page, file, number === 1 ? FILE_HEADER : 0);
  }
  for (const page of strays) yield* rowsOf(page, file, 0);
}

function* rowsOf(page: Buffer, file: PageFile, at: number): Generator<LooseRow> {
  const recognise = page[at] === TABLE_LEAF ? rowOfTable : rowOfIndex;
  for (const { rowid, columns } of cellsOf(page, file, at)) {
    const row = recognise(columns, rowid);
    if (row) yield row;
  }
}

function rowOfTable(columns: readonly Column[], rowid: number | undefined): LooseRow | undefined {
  const [first, second, third, fourth, fifth] = columns;
  if (columns.length === 4 && isText(first) && isText(second) && third === "" && fourth === null)
    return { table: "entries", key: first, value: second };
  const isLog = columns.length === 5 && first === null && isText(second) && isText(third) && isNumber(fourth);
  if (!isLog || !(isNumber(fifth) || fifth === null)) return undefined;
  return { table: "log", row: { position: rowid ?? null, id: second, payload: third, at: fourth, finished_at: fifth } };
}

/** Marks live in two indexes, by key and by score; so does the list of keys, which has no name. */
function rowOfIndex(columns: readonly Column[]): LooseRow | undefined {
  const [first, second, third] = columns;
  if (columns.length !== 3 || !isText(first)) return undefined;
  if (isText(second) && second !== "" && isNumber(third))
    return { table: "marks", key: first, name: second, score: third };
  if (isNumber(second) && isText(third)) return { table: "marks", key: third, name: first, score: second };
  return undefined;
}

const isText = (column: Column): column is string => typeof column === "string";
const isNumber = (column: Column): column is number => typeof column === "number" && !Number.isNaN(column);

const FILE_HEADER = 100;
