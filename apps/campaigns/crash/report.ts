import { type Column, nameOf } from "../../acceptance/stage/column.ts";
import { places } from "./plan.ts";
import type { Row, Tally } from "./tally.ts";

/** What happened in one column, by where the kills fell. */
export function tableOf(column: Column, tally: Tally): string {
  const rows = places.map((place) => line(place, tally.at(place)));
  const head = `${"".padEnd(WIDTH)}     kills  messages  receipts  duplicates`;
  return [nameOf(column), head, ...rows, line("together", tally.total)].join("\n");
}

const line = (place: string, { kills, messages, receipts, duplicates }: Row) =>
  `  ${place.padEnd(WIDTH)} ${[kills, messages, receipts, duplicates].map((count, index) => String(count).padStart([6, 9, 9, 11][index] ?? 0)).join(" ")}`;

const WIDTH = 26;
