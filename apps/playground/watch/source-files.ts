import { readFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";

/**
 * These files and what they import by relative paths, and so on. Found by reading, not by running: a file that does not
 * compile has its place, too, and so has one that is imported and not yet there.
 */
export function sourceFiles(entries: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const specifier of relativeImports(textOf(file))) candidates(join(dirname(file), specifier)).forEach(visit);
  };
  entries.forEach(visit);
  return [...found];
}

/** The text of a file; undefined if there is none. */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

const relativeImports = (text = ""): readonly string[] =>
  [...text.matchAll(/\b(?:from|import|require)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g)].map(
    ([, specifier = ""]) => specifier,
  );

/** `./sky.js` may be `sky.ts`, and `./sky` may be that or `sky/index.ts`. */
function candidates(path: string): readonly string[] {
  const extension = extname(path);
  if (/^\.m?js$/.test(extension)) return [path, path.replace(/js$/, "ts")];
  return extension === "" ? [`${path}.ts`, `${path}.js`, join(path, "index.ts")] : [path];
}
