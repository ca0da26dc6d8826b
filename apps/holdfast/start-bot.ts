import { once } from "node:events";
import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { SetupInvalid } from "#core";
import { loadEnvFile, readConfig } from "../assistant/config.ts";
import { registerModuleHooks } from "../assistant/plugins/module-hooks.ts";
import { SourceInvalid } from "../assistant/plugins/transpile.ts";

/**
 * Runs somebody's own bot, a module in JavaScript or TypeScript, in this process; without a token, opens the playground
 * on it.
 *
 * @throws {SetupInvalid} if there is no such file, it is no TypeScript, or the configuration is wrong.
 */
export async function startBot(path: string): Promise<void> {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw new SetupInvalid(`There is no file ${file}.`, "Name the one that runs your bot: holdfast start bot.ts.");
  }
  loadEnvFile();
  const { token, port = 8080 } = readConfig(process.env);
  if (!token) {
    const { play } = await import("../playground/play.ts");
    return play({ port, open: true, bot: { file: path } });
  }
  registerModuleHooks();
  await import(pathToFileURL(file).href).catch(explain);
  // A module that does not wait for its bot has a bot that runs all the same.
  await once(process, "beforeExit");
}

/** A slip of the pen is said in one line. What the module throws itself keeps its stack: its author will want it. */
function explain(error: unknown): never {
  if (!(error instanceof SourceInvalid)) throw error;
  const { file, line, column, message } = error;
  throw new SetupInvalid(`${relative("", file)}:${line}:${column}: ${message}.`, "Correct it and start again.", error);
}
