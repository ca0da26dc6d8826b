import { existsSync, readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { PluginClass } from "#core";
import { fromWorkingDirectory, registerModuleHooks } from "./module-hooks.ts";
import { offeredPlugins } from "./offered-plugins.ts";
import type { Origin } from "./origin.ts";
import { explained, unloadable } from "./unloadable.ts";

type Loaded = readonly [PluginClass, Origin];

/**
 * Loads plugins from files, named relative to the working directory, and from packages installed there.
 * @throws {SetupInvalid} naming the one that can't be loaded, and the cure.
 */
export async function loadPlugins(entries: readonly string[]): Promise<readonly Loaded[]> {
  if (entries.length > 0) registerModuleHooks();
  const loaded: Loaded[] = [];
  // One after the other: the first that fails is the one named.
  for (const entry of entries) loaded.push(...(await loadPlugin(entry)));
  return loaded;
}

async function loadPlugin(entry: string): Promise<readonly Loaded[]> {
  const { specifier, origin } = isFile(entry) ? fileAt(entry) : packageNamed(entry);
  const module: object = await import(specifier).catch((error: unknown) => {
    throw explained(entry, error);
  });
  return offeredPlugins(entry, module).map((pluginClass) => [pluginClass, origin]);
}

const isFile = (entry: string) => entry.startsWith(".") || isAbsolute(entry);

interface Source {
  readonly specifier: string;
  readonly origin: Origin;
}

function fileAt(path: string): Source {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw unloadable(path, `there is no file ${file}`, "Correct PLUGINS: its paths start in the working directory.");
  }
  return { specifier: pathToFileURL(file).href, origin: { kind: "file", path } };
}

function packageNamed(name: string): Source {
  const file = packageFile(name);
  if (file === undefined) {
    const cure = existsSync(name) ? `Write ./${name} in PLUGINS if you mean the file.` : `Run: npm install ${name}`;
    throw unloadable(name, `there is no such package in ${process.cwd()}`, cure);
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
