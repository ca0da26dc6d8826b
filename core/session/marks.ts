import type { MarkChanges } from "../backend.ts";
import type { SessionView } from "./session.ts";

/** By the last activity, in ms, rounded down to the day so that most commits leave it alone. */
export const ACTIVE_MARK = "active";
/** On users with unfinished turns, who are looked after at the next start. */
export const TURNS_MARK = "turns";

export type Marks = Readonly<Record<typeof ACTIVE_MARK | typeof TURNS_MARK, number | null>>;

export const noMarks: Marks = { active: null, turns: null };

export function marksOf(session: SessionView): Marks {
  const active = Date.parse(session.lastActive ?? "");
  return {
    active: Number.isNaN(active) ? null : Math.floor(active / DAY_MS) * DAY_MS,
    turns: session.turns.length > 0 ? 1 : null,
  };
}

/** What a write must say about marks: nothing, as long as they stay the same. */
export function changedMarks(before: Marks, after: Marks): MarkChanges | undefined {
  const changes: Record<string, number | null> = {};
  if (before.active !== after.active) changes[ACTIVE_MARK] = after.active;
  if (before.turns !== after.turns) changes[TURNS_MARK] = after.turns;
  return Object.keys(changes).length > 0 ? changes : undefined;
}

const DAY_MS = 86_400_000;
