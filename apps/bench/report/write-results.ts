import { writeFileSync } from "node:fs";
import { writeBetweenMarks } from "./between-marks.ts";

/** What a whole run has to say. */
export interface Results {
  /** Every table, as Markdown. */
  readonly page: string;
  /** The plot of cost against stored users, as SVG. */
  readonly plot: string;
  /** What the README shows between its two marks. */
  readonly summary: string;
}

/** Puts the results where the README shows them; from the root of the repository. */
export function writeResults({ page, plot, summary }: Results): void {
  writeFileSync("apps/bench/results.md", page);
  writeFileSync("apps/bench/stored-users.svg", plot);
  writeBetweenMarks("README.md", [BEGIN, END], summary);
}

const BEGIN = "<!-- measured by npm run bench -- --write -->";
const END = "<!-- measured -->";
