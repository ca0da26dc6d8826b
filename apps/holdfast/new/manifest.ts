import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { SetupInvalid } from "#core";

const require = createRequire(import.meta.url);
const manifest = require("holdfast/package.json") as {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

/** Where this package lies: a repository, or a folder in somebody's `node_modules`. */
export const packageRoot = dirname(require.resolve("holdfast/package.json"));

/** The versions of this package that a plugin written now fits. */
export const thisHoldfast = `^${manifest.version}`;

/** A checkout has its sources beside it, and is what no registry knows. */
const isCheckout = existsSync(join(packageRoot, "core/index.ts"));

/** How a new project gets this package, unless told otherwise: by its version, or from a checkout as a tarball beside it. */
export const howToGetIt = isCheckout ? `file:holdfast-${manifest.version}.tgz` : thisHoldfast;

/** Puts the tarball into a new project, if that is how it gets this package. @throws {SetupInvalid} if npm can't pack it. */
export async function bringAlong(holdfast: string, folder: string): Promise<void> {
  if (!isCheckout || holdfast !== howToGetIt) return;
  try {
    // Without the scripts: what is running here is built.
    const pack = ["pack", "--ignore-scripts", "--pack-destination", resolve(folder)];
    await promisify(execFile)("npm", pack, { cwd: packageRoot });
  } catch (error) {
    const hint = `Run \`npm pack\` in ${packageRoot} and put the tarball into ${folder}/.`;
    throw new SetupInvalid(`${folder}/ is written, but npm could not pack holdfast into it.`, hint, error);
  }
}

/** The version of a package that this one was built and tested with. */
export function testedWith(...names: readonly string[]): Record<string, string> {
  const known: Readonly<Record<string, string>> = { ...manifest.devDependencies, ...manifest.dependencies };
  return Object.fromEntries(names.map((name) => [name, known[name] ?? "*"]));
}
