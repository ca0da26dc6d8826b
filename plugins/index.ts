import type { PluginClass } from "#core";
import { AdminPlugin } from "./admin/index.ts";
import { ChatPlugin } from "./chat/index.ts";
import { ClearPlugin } from "./clear/index.ts";
import { CompactPlugin } from "./compact/index.ts";
import { FilePlugin } from "./file/index.ts";
import { HelpPlugin } from "./help/index.ts";
import { HousekeepingPlugin } from "./housekeeping/index.ts";
import { NotesPlugin } from "./notes/index.ts";
import { PreferencesPlugin } from "./preferences/index.ts";
import { RemindersPlugin } from "./reminders/index.ts";
import { ResumePlugin } from "./resume/index.ts";
import { StartPlugin } from "./start/index.ts";
import { StatusPlugin } from "./status/index.ts";
import { StopPlugin } from "./stop/index.ts";
import { UsagePlugin } from "./usage/index.ts";
import { VoicePlugin } from "./voice/index.ts";
import { WorkspacePlugin } from "./workspace/index.ts";

/** What the assistant can do, in the order of its menu. Help answers what nobody else did, so it stands last. */
export const builtInPlugins: readonly PluginClass[] = [
  StartPlugin,
  StatusPlugin,
  StopPlugin,
  ClearPlugin,
  CompactPlugin,
  ResumePlugin,
  UsagePlugin,
  PreferencesPlugin,
  HousekeepingPlugin,
  VoicePlugin,
  ChatPlugin,
  HelpPlugin,
];

/** For bots whose agent works on this machine. They stand before `ChatPlugin`, which takes any text. */
export const workspacePlugins: readonly PluginClass[] = [WorkspacePlugin, FilePlugin];

/**
 * What comes with Holdfast and is off until an operator names it: `PLUGINS=reminders,notes,admin`. By the plugins' own
 * names, so that an app can tell them from modules to load. They belong before `ChatPlugin`, which takes any text.
 */
export const optionalPlugins: Readonly<Record<string, PluginClass>> = {
  reminders: RemindersPlugin,
  notes: NotesPlugin,
  admin: AdminPlugin,
};

export { AcpAgent, type AcpOptions } from "./acp/index.ts";
export { ChatPlugin, EchoAgent, type EchoOptions } from "./chat/index.ts";
export { ClaudeAgent, type ClaudeOptions, type PermissionMode } from "./claude/index.ts";
export {
  CommandTranscriber,
  type CommandTranscriberOptions,
  OpenAiTranscriber,
  type OpenAiTranscriberOptions,
  wantsWav,
} from "./voice/index.ts";
export {
  AdminPlugin,
  ClearPlugin,
  CompactPlugin,
  FilePlugin,
  HelpPlugin,
  HousekeepingPlugin,
  NotesPlugin,
  PreferencesPlugin,
  RemindersPlugin,
  ResumePlugin,
  StartPlugin,
  StatusPlugin,
  StopPlugin,
  UsagePlugin,
  VoicePlugin,
  WorkspacePlugin,
};
