import type { DependencyContainer, InjectionToken } from "tsyringe";
import { SetupInvalid } from "../errors.ts";
import { PLUGIN_CONTRACT, type Plugin, type PluginClass } from "../plugin.ts";

/** Where plugins come from, in words, such as "./weather.ts". */
export type Origins = ReadonlyMap<PluginClass, string>;

/** Makes the plugins and checks them against each other. @throws {SetupInvalid} naming both sides. */
export function resolvePlugins(
  classes: readonly PluginClass[],
  container: DependencyContainer,
  origins: Origins = new Map(),
): Plugin[] {
  const from = (pluginClass: PluginClass | undefined) => {
    const origin = pluginClass && origins.get(pluginClass);
    return origin === undefined ? "" : ` (${origin})`;
  };
  const plugins = classes.map((pluginClass) => {
    const called = `${pluginClass.name || "A class without a name"}${from(pluginClass)}`;
    checkNeeds(pluginClass, container, called);
    const plugin = made(pluginClass, container, called);
    checkShape(plugin, called);
    return plugin;
  });
  checkUnique(plugins, (index) => from(classes[index]));
  return plugins;
}

/** tsyringe keeps here what `@inject` names, by the position of the constructor's parameter. */
const INJECTED = "injectionTokens";

interface Injected {
  readonly token: InjectionToken;
  readonly isOptional?: boolean;
}

function checkNeeds(pluginClass: PluginClass, container: DependencyContainer, called: string): void {
  const needs: Record<string, Injected> = Reflect.getOwnMetadata(INJECTED, pluginClass) ?? {};
  const missing = Object.values(needs).filter(({ token, isOptional }) => !isOptional && !provides(container, token));
  if (missing.length > 0) {
    const names = missing.map(({ token }) => nameOf(token)).join(", ");
    throw new SetupInvalid(
      `${called} needs ${names}, and nothing provides it.`,
      "Register it with `provide` of createBot, or leave the plugin out.",
    );
  }
  if (pluginClass.length > Object.keys(needs).length && !isTyped(pluginClass)) {
    throw new SetupInvalid(
      `${called} does not say what it needs.`,
      "Write @injectable() before the class and @inject(Token) before each parameter of its constructor.",
    );
  }
}

function nameOf(token: InjectionToken): string | undefined {
  if (typeof token === "function") return token.name;
  return typeof token === "symbol" ? token.description : String(token);
}

/**
 * A token needs somebody who registered it. A class can be made on demand, if it says what it needs: the `Api` of
 * another copy of grammY does not.
 */
const provides = (container: DependencyContainer, token: InjectionToken) =>
  container.isRegistered(token, true) ||
  (typeof token === "function" && (token.length === 0 || Reflect.hasOwnMetadata(INJECTED, token) || isTyped(token)));

/** Whether its compiler wrote down the types of its parameters, which then are tokens, too. */
const isTyped = (made: object) => Reflect.hasOwnMetadata("design:paramtypes", made);

function made(pluginClass: PluginClass, container: DependencyContainer, called: string): Plugin {
  try {
    return container.resolve<Plugin>(pluginClass);
  } catch (error) {
    throw new SetupInvalid(`${called} could not be made: ${wordsOf(error)}.`, MEND_IT, error);
  }
}

/** Plugins come from outside too, where no compiler has looked at them. */
function checkShape({ name, install, contract = PLUGIN_CONTRACT }: Partial<Plugin>, called: string): void {
  if (typeof install !== "function" || typeof name !== "string" || !/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new SetupInvalid(
      `${called} is no plugin: it lacks ${typeof install === "function" ? "a kebab-case name" : "an install method"}.`,
      "Let the class implement Plugin of holdfast/core.",
    );
  }
  if (contract !== PLUGIN_CONTRACT) {
    throw new SetupInvalid(
      `${called} was written for version ${contract} of the plugin contract, and this is version ${PLUGIN_CONTRACT}.`,
      contract > PLUGIN_CONTRACT ? "Update holdfast." : "Update the plugin.",
    );
  }
}

function checkUnique(plugins: readonly Plugin[], from: (index: number) => string): void {
  const names = new Map<string, number>();
  const commands = new Map<string, string>();
  plugins.forEach((plugin, index) => {
    const namesake = names.get(plugin.name);
    if (namesake !== undefined) {
      const both = [namesake, index].map((at) => `${plugins[at]?.constructor.name}${from(at)}`).join(" and ");
      throw new SetupInvalid(`${both} are both named "${plugin.name}".`, "Rename one of them, or leave one out.");
    }
    names.set(plugin.name, index);
    const quoted = `"${plugin.name}"${from(index)}`;
    for (const { command, description } of plugin.commands ?? []) {
      const owner = commands.get(command);
      if (owner !== undefined) {
        throw new SetupInvalid(
          `The plugins ${owner} and ${quoted} both have the command /${command}.`,
          "Rename one of the commands, or leave one plugin out.",
        );
      }
      commands.set(command, quoted);
      if (!/^[a-z0-9_]{1,32}$/.test(command) || description.length < 1 || description.length > 256) {
        throw new SetupInvalid(
          `The command "${command}" of the plugin ${quoted} is not one Telegram takes.`,
          "Names have 1 to 32 of a-z, 0-9 and _; descriptions 1 to 256 characters.",
        );
      }
    }
  });
}

export const MEND_IT = "Correct the plugin, or leave it out.";

/** What a foreign error says, on one line and without its full stop. */
export const wordsOf = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ").replace(/\.$/, "");
