import type { Played } from "./campaign.ts";
import { harms } from "./harms.ts";

/** By kind of damage: cases, sessions, how many were saved in their latest version, of all and of those untouched. */
export function tableOf(played: readonly Played[]): string {
  const rows = harms.map(({ name }) =>
    rowOf(
      name,
      played.filter(({ harm }) => harm === name),
    ),
  );
  return [
    row("", "cases", "salvages", "sessions", "saved", "older", "untouched", "saved"),
    ...rows,
    rowOf("together", played),
  ].join("\n");
}

function rowOf(name: string, played: readonly Played[]): string {
  const sum = (key: "salvages" | "sessions" | "saved" | "older" | "untouched" | "savedUntouched") =>
    played.reduce((total, { outcome }) => total + outcome[key], 0);
  return row(
    name,
    played.length,
    sum("salvages"),
    sum("sessions"),
    share(sum("saved"), sum("sessions")),
    share(sum("older"), sum("sessions")),
    sum("untouched"),
    share(sum("savedUntouched"), sum("untouched")),
  );
}

/** Rounded down, so that only all is 100 %. */
const share = (part: number, whole: number) =>
  whole === 0 ? "-" : `${(Math.floor((part / whole) * 1_000) / 10).toFixed(1)} %`;

const row = (name: string, ...cells: readonly (string | number)[]) =>
  name.padEnd(NAME) + cells.map((cell) => String(cell).padStart(CELL)).join("");

const NAME = 32;
const CELL = 10;
