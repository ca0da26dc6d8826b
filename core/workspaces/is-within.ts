import { isAbsolute, relative } from "node:path";

/** Whether a path is that directory or lies in it. Both as `realpath` gives them: links are not looked at. */
export function isWithin(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== ".." && !way.startsWith("../") && !isAbsolute(way);
}
