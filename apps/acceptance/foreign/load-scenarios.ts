import { globSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { SetupInvalid } from "#core";
import type { CommandSetup, Scenario } from "#harness";
import { registerModuleHooks } from "../../assistant/plugins/module-hooks.ts";
import { whyRefused } from "../../assistant/plugins/unloadable.ts";

export interface ScenarioInFile {
  readonly scenario: Scenario<CommandSetup>;
  /** Its path, as it was found. */
  readonly file: string;
}

/**
 * The scenarios of a file, or of all `*.scenario.ts` (`.mts`, `.js`, `.mjs`) in a directory, by name.
 * @throws {SetupInvalid} naming the file that has none or can't be loaded.
 */
export async function loadScenarios(path: string): Promise<readonly ScenarioInFile[]> {
  const kind = statSync(path, { throwIfNoEntry: false });
  if (!kind) throw new SetupInvalid(`There is no ${path}.`, "Name a scenario file, or a directory of them.");
  const names = kind.isDirectory() ? globSync("**/*.scenario.{ts,mts,js,mjs}", { cwd: path }) : undefined;
  const files = names?.toSorted().map((name) => join(path, name)) ?? [path];
  if (files.length === 0) {
    throw new SetupInvalid(`${path} has no scenarios.`, "Their files are called like greeting.scenario.ts.");
  }
  registerModuleHooks();
  const found: ScenarioInFile[] = [];
  for (const file of files) {
    for (const scenario of await scenariosIn(file)) {
      const isTaken = found.some((other) => other.scenario.title === scenario.title);
      if (isTaken) throw new SetupInvalid(`Two scenarios are called "${scenario.title}".`, "Give one another title.");
      found.push({ scenario, file });
    }
  }
  return found;
}

async function scenariosIn(file: string): Promise<readonly Scenario<CommandSetup>[]> {
  const named = relative("", file);
  const module = (await import(pathToFileURL(resolve(file)).href).catch((error: unknown) => {
    throw new SetupInvalid(`${named} can't be loaded: ${whyRefused(error)}.`, "Correct it and try again.", error);
  })) as { readonly scenarios?: unknown };
  const { scenarios } = module;
  const wanted = "Export what defineScenarios gives: export { scenarios }.";
  if (!Array.isArray(scenarios) || scenarios.length === 0) {
    const names = Object.keys(module).join(", ") || "nothing";
    throw new SetupInvalid(`${named} exports no scenarios, but ${names}.`, wanted);
  }
  if (!scenarios.every(isScenario)) {
    throw new SetupInvalid(`What ${named} exports as scenarios are none.`, wanted);
  }
  return scenarios;
}

const isScenario = (given: Partial<Scenario<CommandSetup>> | null): given is Scenario<CommandSetup> =>
  typeof given?.title === "string" && typeof given.run === "function";
