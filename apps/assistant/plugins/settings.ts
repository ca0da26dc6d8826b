import type { ZodType } from "zod";
import { type Plugin, type PluginSettings, SetupInvalid } from "#core";
import { FOR_PLUGINS } from "../config.ts";

/** One field of a plugin's settings schema. */
export interface Setting {
  readonly name: string;
  /** Where its value is read from. */
  readonly variable: string;
  readonly description: string | undefined;
  /** undefined: there is none. */
  readonly default: unknown;
  readonly required: boolean;
}

/** What can be set of a plugin by the environment: the fields of a schema that is an object. */
export function settingsOf(plugin: Plugin): readonly Setting[] {
  return Object.entries(fieldsOf(plugin)).map(([name, field]) => {
    const unset = field.safeParse(undefined);
    return {
      name,
      variable: `${prefixOf(plugin)}${upperSnake(name)}`,
      description: descriptionOf(field),
      default: unset.data,
      required: !unset.success,
    };
  });
}

/**
 * Settings of the plugins, by their names, from the variables meant for them. A value is the text itself, or what it says
 * as JSON where the field takes no text.
 *
 * @throws {SetupInvalid} one message that names every variable that is missing, wrong or unknown.
 */
export function readSettings(variables: Readonly<Record<string, string>>, plugins: readonly Plugin[]): PluginSettings {
  const wrong = Object.keys(variables).flatMap((variable) => unknown(variable, plugins) ?? []);
  const settings: Record<string, Record<string, unknown>> = {};
  for (const plugin of plugins) {
    const given: Record<string, unknown> = {};
    const fields = fieldsOf(plugin);
    for (const { name, variable } of settingsOf(plugin)) {
      const text = variables[variable];
      const field = fields[name];
      if (text !== undefined && field) given[name] = reading(field, text);
    }
    wrong.push(...problems(plugin, given));
    settings[plugin.name] = given;
  }
  if (wrong.length === 0) return settings;
  const message = `The settings of the plugins are wrong: ${wrong.join("; ")}.`;
  throw new SetupInvalid(message, "Correct them in the environment or in .env; `holdfast plugins` lists them.");
}

/** The schema may be of another copy of zod, so it is known by its shape. */
function fieldsOf({ settings }: Plugin): Readonly<Record<string, ZodType>> {
  return settings && "shape" in settings ? (settings.shape as Readonly<Record<string, ZodType>>) : {};
}

const prefixOf = ({ name }: Plugin) => `${FOR_PLUGINS}${upperSnake(name)}_`;

/** `api-key` and `apiKey` are both `API_KEY`. */
const upperSnake = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/\W/g, "_")
    .toUpperCase();

/** Said of the field itself, or of the one inside that has got a default since. */
function descriptionOf(field: ZodType): string | undefined {
  if (field.description !== undefined) return field.description;
  return "unwrap" in field && typeof field.unwrap === "function" ? descriptionOf(field.unwrap() as ZodType) : undefined;
}

function reading(field: ZodType, text: string): unknown {
  const asText = field.safeParse(text);
  if (asText.success) return text;
  const json = asJson(text);
  const takesNoText = asText.error.issues.some(({ path, code }) => path.length === 0 && code === "invalid_type");
  return json !== undefined && (takesNoText || field.safeParse(json).success) ? json : text;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problems(plugin: Plugin, given: Readonly<Record<string, unknown>>): string[] {
  const variables = new Map(settingsOf(plugin).map(({ name, variable }) => [name, variable]));
  if (variables.size === 0) return [];
  const issues = plugin.settings?.safeParse(given).error?.issues ?? [];
  return issues.map(({ path: [name, ...inside], message }) => {
    const variable = variables.get(String(name)) ?? `The plugin "${plugin.name}"`;
    if (name !== undefined && !(String(name) in given)) return `${variable} is missing`;
    return `${variable}${inside.map((step) => `[${String(step)}]`).join("")}: ${message}`;
  });
}

/** Says so of a variable that is meant for one of these plugins, and that it does not know. */
function unknown(variable: string, plugins: readonly Plugin[]): string | undefined {
  const meant = plugins.filter((plugin) => variable.startsWith(prefixOf(plugin)));
  const known = meant.flatMap((plugin) => settingsOf(plugin).map((setting) => setting.variable));
  const [plugin] = meant;
  if (!plugin || known.includes(variable)) return undefined;
  const others = known.length > 0 ? `its settings are ${known.join(", ")}` : "it has no settings";
  return `${variable} is unknown to the plugin "${plugin.name}": ${others}`;
}
