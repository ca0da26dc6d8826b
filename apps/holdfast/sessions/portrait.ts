import { type Backend, promptText, type Reading, type SessionView } from "#core";

type Found = Extract<Reading, { state: "found" }>;

/** A session for people, by the names that users see. */
export async function portrait(backend: Backend, { session, stored, bytes }: Found): Promise<string> {
  const { preferences } = session;
  const { plugins = {}, revision } = stored as { plugins?: Record<string, { version: number }>; revision?: number };
  const slices = Object.entries(plugins).map(([name, { version }]) => `${name} (version ${version})`);
  const lines = [
    ["Session ID", session.id ?? "none"],
    ["Turn count", session.turnCount],
    ["Last active", session.lastActive ?? "never"],
    ["Workspace", session.workspacePath],
    ["auto_compact", preferences.autoCompact],
    ["show_transcription", preferences.showTranscription],
    ["max_turns_before_compact", preferences.maxTurnsBeforeCompact],
    ["show_usage", preferences.showUsage],
    ["confirm_transcription", preferences.confirmTranscription],
    ["Plugins", slices.length > 0 ? slices.join(", ") : "none"],
    ["Stored", `${bytes} bytes, revision ${revision}`],
    ["Unfinished turns", session.turns.length],
  ].map(([name, value]) => `  ${String(name).padEnd(NAME_WIDTH)}  ${value}`);
  return [`User ${session.userId}`, ...lines, ...(await turnsOf(backend, session))].join("\n");
}

async function turnsOf(backend: Backend, { turns }: SessionView): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { id, kind, state, awaits, held } of turns) {
    const prompt = kind === "prompt" ? await backend.read(`prompt:${id}`) : undefined;
    const isToCome = awaits !== undefined && !held;
    const what = isToCome ? `(${awaits}, its text is still to come)` : quoted(prompt);
    lines.push(`    ${id}  ${state}  ${kind === "prompt" ? what : kind}`);
  }
  return lines;
}

/** The beginning of it, on one line. */
function quoted(prompt: string | undefined): string {
  if (prompt === undefined) return "(its text is gone)";
  const line = promptText(prompt).replace(/\s+/g, " ").trim();
  return `“${line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN).trimEnd()}…` : line}”`;
}

const NAME_WIDTH = "max_turns_before_compact".length;
const MOST_SHOWN = 60;
