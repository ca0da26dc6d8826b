import { isAbsolute } from "node:path";

/** What PLUGINS says: what comes beside the built-in plugins, and which of those stay out. */
export interface PluginChoice {
  /** Optional plugins by name, files and packages, in their order. */
  readonly added: readonly string[];
  /** Names of built-in plugins. */
  readonly off: readonly string[];
}

/** Reads `reminders, ./weather.ts, @acme/holdfast-x, -clear`: entries separated by commas; a leading minus switches one off. */
export function pluginChoice(text: string): PluginChoice {
  const entries = text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  return {
    added: entries.filter((entry) => !entry.startsWith("-")),
    off: entries.filter((entry) => entry.startsWith("-")).map((entry) => entry.slice(1).trim()),
  };
}

/** Whether an entry names a file; else it is a name. */
export const isFile = (entry: string) => entry.startsWith(".") || isAbsolute(entry);
