import { resolve } from "node:path";
import { type Config, loadEnvFile, readConfig } from "../assistant/config.ts";

export interface PlaygroundConfig extends Pick<Config, "store" | "durability" | "plugins"> {
  /** What the bot's environment gets beside what is there already. */
  readonly forBot: Readonly<Record<string, string>>;
  /** Whether there is a screen for a browser. */
  readonly hasScreen: boolean;
}

/**
 * What the environment says of the playground. The token and the webhook of a real bot stay out of it, and so does
 * its default store, unless it is named.
 *
 * @throws {SetupInvalid}
 */
export function playgroundConfig(): PlaygroundConfig {
  loadEnvFile();
  const { SESSION_STORE, ECHO_DELAY, AGENT, TRANSCRIBER, WORKSPACE } = process.env;
  const { PLUGINS = "", DISPLAY, WAYLAND_DISPLAY } = process.env;
  const isReal = AGENT?.trim() && AGENT.trim() !== "echo";
  const forBot = {
    // It finds there what its agent and its transcriber need, and chooses itself what those get.
    ...((isReal || TRANSCRIBER?.trim()) && process.env),
    TELEGRAM_TOKEN: "",
    WEBHOOK_URL: "",
    WEBHOOK_SECRET: "",
    SESSION_STORE: SESSION_STORE?.trim() || "sqlite:sessions/playground.sqlite",
    // Long enough to see that the bot is at work.
    ECHO_DELAY: ECHO_DELAY?.trim() || "700",
    PLUGINS,
    // Who talks here is on this machine.
    ALLOW_ALL_USERS: "true",
    ...(isReal && { WORKSPACE: WORKSPACE?.trim() || resolve("sessions/playground-workspaces") }),
  };
  const { store, durability, plugins, pluginVariables } = readConfig({ ...process.env, ...forBot });
  return {
    store,
    durability,
    plugins,
    forBot: { ...forBot, ...pluginVariables },
    hasScreen: process.platform !== "linux" || Boolean(DISPLAY || WAYLAND_DISPLAY),
  };
}
