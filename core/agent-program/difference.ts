import { createPatch } from "diff";

/** What a change of a file takes away and adds, below its path; without the lines that only patch programs want. */
export const difference = (path: string, before: string, after: string): string =>
  [
    path,
    ...createPatch(path, before, after)
      .split("\n")
      .slice(5)
      .filter((line) => !/^(?:@@|\\)/.test(line)),
  ]
    .join("\n")
    .trimEnd();
