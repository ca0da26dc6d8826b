import { readFileSync, writeFileSync } from "node:fs";

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
  const readme = readFileSync("README.md", "utf8");
  writeFileSync("README.md", between(readme, summary));
}

/** @throws if the marks are missing. */
function between(readme: string, summary: string): string {
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`The README lacks ${BEGIN} and ${END}.`);
  return `${readme.slice(0, from + BEGIN.length)}\n\n${summary}\n\n${readme.slice(to)}`;
}

const BEGIN = "<!-- measured by npm run bench -- --write -->";
const END = "<!-- measured -->";
