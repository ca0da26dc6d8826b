import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type CommandSetup, commandLine } from "#harness";
import type { PlaygroundConfig } from "./config.ts";

/** Which bot is played with: any, by its command line; or a Holdfast bot, by the file that runs it. Default: the assistant. */
export interface PlayedBot {
  readonly command?: string | undefined;
  readonly file?: string | undefined;
}

/** Where the package is, whether this runs from the sources or from `dist/`. */
export const packageRoot = dirname(createRequire(import.meta.url).resolve("holdfast/package.json"));

export function commandOf({ command, file }: PlayedBot): readonly [string, ...string[]] {
  if (command !== undefined) return commandLine(command).command;
  const holdfast = join(packageRoot, "dist/apps/holdfast/bin.js");
  return [process.execPath, holdfast, "start", ...(file === undefined ? [] : [file])];
}

/** How the same bot is started for a scenario: with a store of its own, where it can be looked into. */
export function setupIn(
  directory: string,
  bot: PlayedBot,
  config: PlaygroundConfig,
): CommandSetup & { store?: string } {
  const common = { command: commandOf(bot), cwd: process.cwd() };
  if (bot.command !== undefined) return common;
  const store = `sqlite:${join(directory, "sessions.sqlite")}`;
  return { ...common, store, env: { ...config.forBot, SESSION_STORE: store, ECHO_DELAY: "0" } };
}
