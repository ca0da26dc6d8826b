import type { PluginClass } from "#core";
import { ChatPlugin } from "./chat/index.ts";

/** What the assistant can do, in the order of its menu. */
export const builtInPlugins: readonly PluginClass[] = [ChatPlugin];

export { ChatPlugin, EchoAgent, type EchoOptions } from "./chat/index.ts";
