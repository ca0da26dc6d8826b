import { Composer, type Context } from "grammy";
import { SetupInvalid } from "../errors.ts";
import type { MenuCommand, Plugin } from "../plugin.ts";
import { MEND_IT, wordsOf } from "./resolve-plugins.ts";

/** A plugin's handler threw: what it was and why. */
export class PluginFailure extends Error {
  override readonly name = "PluginFailure";
  constructor(
    readonly plugin: string,
    cause: unknown,
  ) {
    super(`The plugin "${plugin}" failed.`, { cause });
  }
}

/** Adds the handlers of all plugins, each in a wrapper that names it when it fails. */
export function installPlugins(
  bot: Composer<Context>,
  plugins: readonly Plugin[],
  settings: Readonly<Record<string, unknown>>,
): void {
  const parsed = plugins.map((plugin) => parseSettings(plugin, settings[plugin.name]));
  plugins.forEach((plugin, index) => {
    wrapped(bot, plugin, (composer) => plugin.install(composer, parsed[index]));
  });
  plugins.forEach((plugin, index) => {
    if (plugin.installLast) wrapped(bot, plugin, (composer) => plugin.installLast?.(composer, parsed[index]));
  });
}

export const commandsOf = (plugins: readonly Plugin[]): MenuCommand[] =>
  plugins.flatMap(({ commands }) => commands ?? []);

function wrapped(bot: Composer<Context>, { name }: Plugin, install: (composer: Composer<Context>) => void): void {
  const composer = new Composer<Context>();
  try {
    install(composer);
  } catch (error) {
    if (error instanceof SetupInvalid) throw error;
    throw new SetupInvalid(`The plugin "${name}" failed in install: ${wordsOf(error)}.`, MEND_IT, error);
  }
  const handlers = composer.middleware();
  bot.use(async (ctx, next) => {
    try {
      await handlers(ctx, next);
    } catch (error) {
      // A plugin further down the line has named itself already.
      throw error instanceof PluginFailure ? error : new PluginFailure(name, error);
    }
  });
}

function parseSettings(plugin: Plugin, given: unknown): unknown {
  if (!plugin.settings) return undefined;
  const parsed = plugin.settings.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  throw new SetupInvalid(
    `The settings of the plugin "${plugin.name}" are invalid: ${wrong}.`,
    "Correct them and start again.",
  );
}
