import { PythonTime } from "./python-time.ts";
import type { Remarks } from "./remarks.ts";

/** @returns undefined if the value makes no sense there. */
type Convert = (value: unknown, context: { readonly userId: number; readonly remarks: Remarks }) => unknown;

/** Each field by its name in Python: its name here, and how its value comes over. */
export type Fields = Readonly<Record<string, readonly [name: string, convert: Convert]>>;

const text: Convert = (value) => (typeof value === "string" ? value : undefined);
const flag: Convert = (value) => (typeof value === "boolean" ? value : undefined);
const atLeast =
  (least: number): Convert =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= least ? value : undefined;

const sessionId: Convert = (value, { userId, remarks }) => {
  if (value === null) return null;
  if (typeof value !== "string") return undefined;
  if (!new RegExp(`^user_${userId}_[0-9a-f]{8}$`).test(value))
    remarks.add("claude_session_id is none: the next turn begins a new session", userId);
  return value;
};

const time: Convert = (value, { userId, remarks }) => {
  if (value === null) return null;
  const moment = typeof value === "string" ? PythonTime.fromText(value) : value;
  if (!(moment instanceof PythonTime)) return undefined;
  if (moment.isNaive)
    remarks.add(`last_active has no zone and was read as ${remarks.zone}; --timezone names another`, userId);
  return moment.toUtc(remarks.zone);
};

export const SESSION_FIELDS: Fields = {
  claude_session_id: ["claudeSessionId", sessionId],
  turn_count: ["turnCount", atLeast(0)],
  last_active: ["lastActive", time],
  workspace_path: ["workspacePath", text],
};

export const PREFERENCES: Fields = {
  auto_compact: ["autoCompact", flag],
  show_transcription: ["showTranscription", flag],
  max_turns_before_compact: ["maxTurnsBeforeCompact", atLeast(1)],
};
