import { Agent, createBot, type HoldfastBot, type Log } from "#core";
import { builtInPlugins, EchoAgent } from "#plugins";
import { backendFromAddress } from "#stores";
import type { Config } from "./config.ts";

/** The assistant of the specification: chooses store, plugins and agent, and does nothing else. */
export function createAssistant(token: string, config: Config, log: Log): HoldfastBot {
  const { access, allowAllUsers, apiRoot, webhook, port, store, durability, echoDelayMs, workspacePath } = config;
  if (access.open) log.warn("No ALLOWED_USER_IDS configured - allowing all users");
  return createBot({
    token,
    apiRoot,
    access,
    allowAllUsers,
    webhook,
    port,
    log,
    workspacePath,
    backend: backendFromAddress(store, { durability }),
    plugins: builtInPlugins,
    provide: (container) => container.registerInstance(Agent, new EchoAgent({ delayMs: echoDelayMs })),
  });
}
