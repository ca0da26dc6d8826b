import { once } from "node:events";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { SetupInvalid } from "#core";
import { loadEnvFile, readConfig } from "../assistant/config.ts";
import { registerModuleHooks } from "../assistant/plugins/module-hooks.ts";

/**
 * Runs somebody's own bot, a module in JavaScript or TypeScript, in this process; without a token, opens the playground
 * on it.
 *
 * @throws {SetupInvalid} if there is no such file, or the configuration is wrong.
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
    return play({ port, open: true, bot: path });
  }
  registerModuleHooks();
  await import(pathToFileURL(file).href);
  // A module that does not wait for its bot has a bot that runs all the same.
  await once(process, "beforeExit");
}
