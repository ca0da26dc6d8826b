import { Composer, type Context } from "grammy";
import type { DependencyContainer, InjectionToken } from "tsyringe";
import { SetupInvalid } from "../errors.ts";
import type { MenuCommand, Plugin, PluginClass } from "../plugin.ts";

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

/** Makes the plugins and checks them against each other. @throws {SetupInvalid} naming both sides. */
export function resolvePlugins(classes: readonly PluginClass[], container: DependencyContainer): Plugin[] {
  const plugins = classes.map((pluginClass) => {
    checkNeeds(pluginClass, container);
    return container.resolve<Plugin>(pluginClass);
  });
  checkUnique(plugins);
  return plugins;
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
  install(composer);
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

/** tsyringe keeps here what `@inject` names, by the position of the constructor's parameter. */
const INJECTED = "injectionTokens";

interface Injected {
  readonly token: InjectionToken;
  readonly isOptional?: boolean;
}

function checkNeeds(pluginClass: PluginClass, container: DependencyContainer): void {
  const needs: Record<string, Injected> = Reflect.getOwnMetadata(INJECTED, pluginClass) ?? {};
  const missing = Object.values(needs).filter(({ token, isOptional }) => !isOptional && !provides(container, token));
  if (missing.length === 0) return;
  const names = missing.map(({ token }) => (typeof token === "symbol" ? token.description : String(token))).join(", ");
  throw new SetupInvalid(
    `${pluginClass.name} needs ${names}, and nothing provides it.`,
    "Register it with `provide` of createBot, or leave the plugin out.",
  );
}

/** A class can be made on demand; a token needs somebody who registered it. */
const provides = (container: DependencyContainer, token: InjectionToken) =>
  typeof token === "function" || container.isRegistered(token, true);

function checkUnique(plugins: readonly Plugin[]): void {
  const names = new Map<string, Plugin>();
  const commands = new Map<string, Plugin>();
  for (const plugin of plugins) {
    const namesake = names.get(plugin.name);
    if (namesake) {
      const both = `${namesake.constructor.name} and ${plugin.constructor.name}`;
      throw new SetupInvalid(`${both} are both named "${plugin.name}".`, "Rename one of them.");
    }
    names.set(plugin.name, plugin);
    for (const { command, description } of plugin.commands ?? []) {
      const owner = commands.get(command);
      if (owner) {
        const both = `The plugins "${owner.name}" and "${plugin.name}"`;
        throw new SetupInvalid(`${both} both have the command /${command}.`, "Rename one of the commands.");
      }
      commands.set(command, plugin);
      if (!/^[a-z0-9_]{1,32}$/.test(command) || description.length < 1 || description.length > 256) {
        throw new SetupInvalid(
          `The command "${command}" of the plugin "${plugin.name}" is not one Telegram takes.`,
          "Names have 1 to 32 of a-z, 0-9 and _; descriptions 1 to 256 characters.",
        );
      }
    }
  }
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
