import { Command } from "commander";
import { CodedError } from "#core";
import { assistantPlugins, type PluginInUse } from "../assistant/assistant.ts";
import { loadEnvFile, readConfig } from "../assistant/config.ts";
import { inWords } from "../assistant/plugins/origin.ts";
import { type Setting, settingsOf } from "../assistant/plugins/settings.ts";

/** `holdfast plugins`: what a bot started here would be able to do. */
export function pluginsCommand(): Command {
  return new Command("plugins")
    .description("list the plugins that are loaded: where from, commands, settings, slices")
    .option("--json", "as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const plugins = (await pluginsHere()).map(described);
      console.log(json ? JSON.stringify(plugins, undefined, 2) : plugins.map(asText).join("\n\n"));
    });
}

/** For the end of `holdfast start --help`: what the plugins can be told. Whatever is wrong with them, help comes. */
export async function settingsHelp(): Promise<string> {
  try {
    const settings = (await pluginsHere()).flatMap(({ plugin }) => settingsOf(plugin));
    if (settings.length === 0) return "";
    const lines = settings.map((setting) => `  ${setting.variable}  ${detailsOf(setting)}`);
    return ["\nSettings of plugins, in the environment or in .env:", ...lines].join("\n");
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return `\n${error.message} ${error.hint}`;
  }
}

async function pluginsHere(): Promise<readonly PluginInUse[]> {
  loadEnvFile();
  return assistantPlugins(readConfig(process.env));
}

const described = ({ plugin, origin }: PluginInUse) => ({
  name: plugin.name,
  from: inWords(origin),
  commands: (plugin.commands ?? []).map(({ command, description, hidden = false }) => ({
    command,
    description,
    hidden,
  })),
  settings: settingsOf(plugin),
  sliceVersion: plugin.slice?.version ?? null,
});

type Described = ReturnType<typeof described>;

function asText({ name, from, commands, settings, sliceVersion }: Described): string {
  return [
    `${name}  ${from}`,
    ...commands.map(({ command, description, hidden }) => `  /${command}  ${description}${hidden ? " (hidden)" : ""}`),
    ...settings.map((setting) => `  ${setting.variable}  ${detailsOf(setting)}`),
    ...(sliceVersion === null ? [] : [`  slice of the session, version ${sliceVersion}`]),
  ].join("\n");
}

function detailsOf({ description, default: value, required }: Setting): string {
  const fallback = required ? "required" : `default ${value === undefined ? "none" : JSON.stringify(value)}`;
  return description === undefined ? fallback : `${description} (${fallback})`;
}
