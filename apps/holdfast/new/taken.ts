import { Agent, pluginsOf, SetupInvalid } from "#core";
import { builtInPlugins, EchoAgent, optionalPlugins } from "#plugins";
import { memoryBackend } from "#stores";
import type { Name } from "./names.ts";

/** @throws {SetupInvalid} if a plugin that comes with Holdfast, or a command of one, has this name. */
export function refuseTaken({ kebab, command }: Name): void {
  const owner = ownPlugins().find(({ name, commands = [] }) => {
    return name === kebab || commands.some((taken) => taken.command === command);
  });
  if (owner) {
    const what = owner.name === kebab ? "is a plugin already" : `is a command of the plugin "${owner.name}"`;
    throw new SetupInvalid(`"${kebab}" ${what}.`, "Choose another name.");
  }
}

/** Only an instance knows its name and its commands. */
const ownPlugins = () =>
  pluginsOf({
    token: "0:none",
    backend: memoryBackend(),
    plugins: [...builtInPlugins, ...Object.values(optionalPlugins)],
    provide: (container) => container.registerInstance<Agent>(Agent, new EchoAgent()),
  });
