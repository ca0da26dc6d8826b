import "reflect-metadata";

// For authors of plugins
export { Api } from "grammy";
export { inject, injectable } from "tsyringe";
// For apps
export { Access, everyone, onlyUsers } from "./access/access.ts";
// For authors of agents that are programs
export { agentEnvironment } from "./agent-program/agent-environment.ts";
export { AgentProcess, type AgentProcessOptions } from "./agent-program/agent-process.ts";
export { difference } from "./agent-program/difference.ts";
export { isPicture, keepReceived, withReceived } from "./agent-program/received-files.ts";
export { findSandbox, type Room, type Sandbox, type SandboxWish } from "./agent-program/sandbox.ts";
export { sureOfHomes } from "./agent-program/sure-of-homes.ts";
export { sureOfWorkspace } from "./agent-program/sure-of-workspace.ts";
export { shortPath, toolLine } from "./agent-program/tool-line.ts";
export { type AuditEntry, pruneAudit, readAudit } from "./audit/audit-log.ts";
// For authors of stores
export {
  Backend,
  type Backup,
  type BackupFile,
  type BackupOptions,
  type FinishedEntry,
  type InboxLog,
  type LogEntry,
  type MarkChanges,
  type NewLogEntry,
  type Ownership,
  type Progress,
  type StoredEntry,
} from "./backend.ts";
export { BotStatus, type StatusNow } from "./bot/bot-status.ts";
export {
  type BotOptions,
  createBot,
  type PluginSettings,
  pluginsOf,
  type WaitingLimits,
  type WebhookOptions,
} from "./bot/create-bot.ts";
export type { HoldfastBot } from "./bot/holdfast-bot.ts";
export { Clock, systemClock } from "./clock.ts";
export { compareStores, type Differences } from "./copying/compare-stores.ts";
export { type Copied, copyStore } from "./copying/copy-store.ts";
export { type Collection, PluginData, type Values } from "./data/plugin-data.ts";

export {
  BackupFailed,
  CodedError,
  InboxFull,
  SetupInvalid,
  StoreDamaged,
  StoreReplaced,
  StoreUnavailable,
  StoreUnusable,
} from "./errors.ts";

export { dropAside, listAside, retryAside, type SetAside } from "./inbox/aside.ts";
export { RUN_KEY } from "./inbox/crash-watch.ts";
export { Log, type LogFields, silentLog } from "./log.ts";
export { Menu } from "./menu-token.ts";
export { type MenuCommand, PLUGIN_CONTRACT, type Plugin, type PluginClass } from "./plugin.ts";
export { listQuarantined, type Quarantined, quarantinedBefore } from "./quarantine.ts";
export { type CheckOptions, checkStore, type Finding } from "./session/check-store.ts";
export { kindOfEntry } from "./session/codec.ts";
export type { Conversation } from "./session/conversation.ts";
export type { Preferences } from "./session/envelope.ts";
export { interruptEveryUnfinished, interruptUnfinished } from "./session/interrupt-unfinished.ts";
export {
  type Imported,
  type ImportOptions,
  importSession,
  removeSession,
  sessionsOfOthers,
} from "./session/moving/import-session.ts";
export { foreignSession, type MovingSession } from "./session/moving/moving-session.ts";
export {
  exportSessions,
  readSessionFile,
  SESSION_FILE_BEGINS,
  SessionFileInvalid,
} from "./session/moving/session-file.ts";
export { openSessions } from "./session/open-sessions.ts";
export { type Pruned, type PruneOptions, prune } from "./session/prune.ts";
export { type Ended, isSessionId, newSessionId, type Session, type SessionView } from "./session/session.ts";
export { type Reading, SessionStore } from "./session/session-store.ts";
export type { Slice } from "./session/slice.ts";
export { type CopyWeight, weighCopy } from "./session/weigh-copy.ts";
export { buttonKey } from "./telegram/button-key.ts";
export { isRefusal } from "./telegram/refusals.ts";
export { FILE_TOO_BIG, FileUnavailable, MOST_FILE_BYTES, TelegramFiles } from "./telegram/telegram-files.ts";
export { TelegramRefused, TokenRefused } from "./telegram/token.ts";
export { type Recording, Transcriber, TranscriptionFailed } from "./transcriber.ts";
export {
  Agent,
  AgentFailed,
  type AgentFailedOptions,
  type AgentTurn,
  type AgentWork,
  type Answer,
  type Attachment,
  type Compacted,
  type ToolStep,
} from "./turns/agent.ts";
export type { ApprovalRequest, Decision } from "./turns/approvals/approval.ts";
export { endMarked, TURN_VARIABLE } from "./turns/marked-processes.ts";
export { findOrphans, type Orphans } from "./turns/orphans.ts";
export { type PromptFile, promptText } from "./turns/prompt.ts";
export { promptOf } from "./turns/prompt-of.ts";
export { type AwaitedTurn, PromptFailed, type PromptSource } from "./turns/prompt-source.ts";
export type { TurnLimits } from "./turns/turn-limits.ts";
export { type Submission, Turns } from "./turns/turns.ts";
export { dayOf, noUsage, type Usage, type UsageSum } from "./turns/usage.ts";
export { isWithin } from "./workspaces/is-within.ts";
export { type Workspace, type WorkspaceOptions, Workspaces } from "./workspaces/workspaces.ts";
