import { type BotOptions, type PluginClass, pluginsOf, SetupInvalid } from "#core";
import { builtInPlugins, ChatPlugin, HelpPlugin, optionalPlugins } from "#plugins";
import { loadPlugin } from "./load-plugin.ts";
import type { Origin } from "./origin.ts";
import type { PluginChoice } from "./plugin-choice.ts";

/** The plugins of a bot, in the order in which they are asked and listed. */
export type LineUp = ReadonlyMap<PluginClass, Origin>;

/**
 * Chooses and loads the plugins: the built-in ones that are on, then those that PLUGINS adds, then chat and help, which
 * answer whatever is left.
 *
 * @param bare what the bot is made of beside its plugins.
 * @param forAgent what belongs to the agent that was chosen.
 * @throws {SetupInvalid} naming what can't be loaded, or is no built-in plugin.
 */
export async function lineUp(
  choice: PluginChoice,
  bare: Omit<BotOptions, "plugins">,
  forAgent: readonly PluginClass[] = [],
): Promise<LineUp> {
  const all = [...builtInPlugins, ...forAgent];
  const builtIn = choice.off.length === 0 ? all : without(choice.off, bare, all);
  const isLast = (pluginClass: PluginClass) => pluginClass === ChatPlugin || pluginClass === HelpPlugin;
  const added: (readonly [PluginClass, Origin])[] = [];
  // One after the other: the first that fails is the one named.
  for (const entry of choice.added) {
    const optional = Object.hasOwn(optionalPlugins, entry) ? optionalPlugins[entry] : undefined;
    added.push(...(optional ? [ours(optional)] : await loadPlugin(entry)));
  }
  return new Map<PluginClass, Origin>([
    ...builtIn.filter((pluginClass) => !isLast(pluginClass)).map(ours),
    ...added,
    ...builtIn.filter(isLast).map(ours),
  ]);
}

const ours = (pluginClass: PluginClass) => [pluginClass, { kind: "built-in" }] as const;

function without(off: readonly string[], bare: Omit<BotOptions, "plugins">, all: readonly PluginClass[]) {
  // Only an instance knows its name.
  const names = pluginsOf({ ...bare, plugins: all }).map(({ name }) => name);
  const unknown = off.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new SetupInvalid(
      `PLUGINS switches off ${unknown.map((name) => `"${name}"`).join(", ")}, which is no built-in plugin.`,
      `They are ${names.join(", ")}.`,
    );
  }
  return all.filter((_, index) => !off.includes(names[index] ?? ""));
}
