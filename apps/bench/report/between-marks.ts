import { readFileSync, writeFileSync } from "node:fs";

/**
 * Puts a text between the two marks of a page, in place of what stood there.
 * @throws if the marks are missing.
 */
export function writeBetweenMarks(file: string, [begin, end]: readonly [string, string], text: string): void {
  const page = readFileSync(file, "utf8");
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} lacks ${begin} and ${end}.`);
  writeFileSync(file, `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`);
}
