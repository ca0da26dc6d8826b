import { createRequire } from "node:module";
import { dirname } from "node:path";

const require = createRequire(import.meta.url);
const manifest = require("holdfast/package.json") as {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

/** Where this package lies: a repository, or a folder in somebody's `node_modules`. */
export const packageRoot = dirname(require.resolve("holdfast/package.json"));

/** How a new project names this package, unless told otherwise. */
export const thisHoldfast = `^${manifest.version}`;

/** The version of a package that this one was built and tested with. */
export function testedWith(...names: readonly string[]): Record<string, string> {
  const known: Readonly<Record<string, string>> = { ...manifest.devDependencies, ...manifest.dependencies };
  return Object.fromEntries(names.map((name) => [name, known[name] ?? "*"]));
}
