import "reflect-metadata";

// For authors of stores
export {
  Backend,
  type InboxLog,
  type LogEntry,
  type MarkChanges,
  type NewLogEntry,
  type Ownership,
} from "./backend.ts";
export { CodedError, SetupInvalid, StoreUnavailable, StoreUnusable } from "./errors.ts";
export { Log, type LogFields, silentLog } from "./log.ts";
