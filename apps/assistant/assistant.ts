import {
  Agent,
  type BotOptions,
  createBot,
  type HoldfastBot,
  type Log,
  type Plugin,
  pluginsOf,
  silentLog,
  Transcriber,
  Workspaces,
} from "#core";
import { EchoAgent, workspacePlugins } from "#plugins";
import { backendFromAddress } from "#stores";
import { agentOf } from "./agent-choice.ts";
import type { Config } from "./config.ts";
import { type LineUp, lineUp } from "./plugins/line-up.ts";
import { inWords, type Origin } from "./plugins/origin.ts";
import { readSettings } from "./plugins/settings.ts";
import { transcriberOf } from "./transcriber-choice.ts";

/**
 * The assistant of the specification: chooses store, plugins and agent, and does nothing else.
 * @throws {SetupInvalid} if a plugin can't be loaded, or does not fit.
 */
export async function createAssistant(token: string, config: Config, log: Log): Promise<HoldfastBot> {
  const bare = withoutPlugins(token, config, log, await agentOf(config, log));
  await new Workspaces(config.workspaces).prepare();
  const bot = createBot({
    ...bare,
    ...optionsOf(await lineUp(config.plugins, bare, pluginsFor(config))),
    settings: (plugins) => readSettings(config.pluginVariables, plugins),
  });
  if (config.access.open) log.warn("No ALLOWED_USER_IDS configured - allowing all users");
  return bot;
}

export interface PluginInUse {
  readonly plugin: Plugin;
  readonly origin: Origin;
}

/** The plugins an assistant has, without one. @throws {SetupInvalid} as `createAssistant`, but for their settings. */
export async function assistantPlugins(config: Config): Promise<readonly PluginInUse[]> {
  const bare = withoutPlugins("0:none", { ...config, store: "memory:" }, silentLog, new EchoAgent());
  const line = await lineUp(config.plugins, bare, pluginsFor(config));
  const origins = [...line.values()];
  return pluginsOf({ ...bare, ...optionsOf(line) }).map((plugin, index) => ({
    plugin,
    origin: origins[index] ?? { kind: "built-in" },
  }));
}

const optionsOf = (line: LineUp): Pick<BotOptions, "plugins" | "origins"> => ({
  plugins: [...line.keys()],
  origins: new Map([...line].map(([pluginClass, origin]) => [pluginClass, inWords(origin)])),
});

const pluginsFor = ({ agent }: Config) => (agent.kind === "echo" ? [] : workspacePlugins);

function withoutPlugins(token: string, config: Config, log: Log, agent: Agent): Omit<BotOptions, "plugins"> {
  const { access, allowAllUsers, apiRoot, webhook, port, store, durability, backups, workspaces, limits } = config;
  const { approvalTimeoutMs, turnLimits, transcriber, transcriberEnvironment, openai } = config;
  return {
    token,
    apiRoot,
    access,
    allowAllUsers,
    webhook,
    port,
    log,
    workspaces,
    limits,
    turnLimits,
    approvalTimeoutMs,
    backend: backendFromAddress(store, { durability, backups }),
    provide: (container) => {
      container.registerInstance<Agent>(Agent, agent);
      const listener = transcriberOf(transcriber, openai, transcriberEnvironment, log);
      if (listener) container.registerInstance<Transcriber>(Transcriber, listener);
    },
  };
}
