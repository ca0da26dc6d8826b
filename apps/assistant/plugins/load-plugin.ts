import { existsSync, readFileSync, statSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { PluginClass } from "#core";
import { optionalPlugins } from "#plugins";
import { fromWorkingDirectory, registerModuleHooks } from "./module-hooks.ts";
import { offeredPlugins } from "./offered-plugins.ts";
import type { Origin } from "./origin.ts";
import { isFile } from "./plugin-choice.ts";
import { explained, unloadable } from "./unloadable.ts";

/**
 * Loads the plugins of a file, named relative to the working directory, or of a package installed there.
 * @throws {SetupInvalid} naming what can't be loaded, and the cure.
 */
export async function loadPlugin(entry: string): Promise<readonly (readonly [PluginClass, Origin])[]> {
  registerModuleHooks();
  const { specifier, origin } = isFile(entry) ? fileAt(entry) : packageNamed(entry);
  const module: object = await import(specifier).catch((error: unknown) => {
    throw explained(entry, error);
  });
  return offeredPlugins(entry, module).map((pluginClass) => [pluginClass, origin]);
}

interface Source {
  readonly specifier: string;
  readonly origin: Origin;
}

function fileAt(path: string): Source {
  const file = resolve(path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw unloadable(path, `there is no file ${file}`, "Correct PLUGINS: its paths start in the working directory.");
  }
  return { specifier: pathToFileURL(file).href, origin: { kind: "file", path } };
}

function packageNamed(name: string): Source {
  const file = packageFile(name);
  if (file === undefined) {
    const cure = existsSync(name) ? `Write ./${name} in PLUGINS if you mean the file.` : `Run: npm install ${name}`;
    const optional = Object.keys(optionalPlugins).join(", ");
    throw unloadable(name, `it is none of ${optional}, and no package in ${process.cwd()}`, cure);
  }
  const { version = "0.0.0" } = JSON.parse(readFileSync(file, "utf8")) as { readonly version?: string };
  return { specifier: fromWorkingDirectory(name), origin: { kind: "package", name, version } };
}

function packageFile(name: string): string | undefined {
  try {
    return findPackageJSON(name, pathToFileURL(`${process.cwd()}/`));
  } catch {
    return undefined;
  }
}
