import type { MarkChanges } from "../backend.ts";
import type { Session } from "./session.ts";

/** By the last activity, in ms, rounded down to the day so that most commits leave it alone. */
export const ACTIVE_MARK = "active";
/** On users with unfinished turns, who are looked after at the next start. */
export const TURNS_MARK = "turns";
/** On users whose turns have cost something, by the latest day on which they have: see {@link costsSince}. */
export const COSTS_MARK = "costs";

export type Marks = Readonly<Record<typeof ACTIVE_MARK | typeof TURNS_MARK | typeof COSTS_MARK, number | null>>;

export const noMarks: Marks = { active: null, turns: null, costs: null };

export function marksOf(session: Session): Marks {
  const active = Date.parse(session.lastActive ?? "");
  const { day, costUsd } = session.envelope.session.usageOfDay;
  return {
    active: Number.isNaN(active) ? null : Math.floor(active / DAY_MS) * DAY_MS,
    turns: session.turns.length > 0 ? 1 : null,
    costs: costUsd > 0 ? costsSince(day) : null,
  };
}

/** Days counted backwards, because marks are found up to a number: up to this one are those of `day` and later. */
export const costsSince = (day: string): number => -Date.parse(day) / DAY_MS;

/** What a write must say about marks: nothing, as long as they stay the same. */
export function changedMarks(before: Marks, after: Marks): MarkChanges | undefined {
  const changes: Record<string, number | null> = {};
  for (const mark of [ACTIVE_MARK, TURNS_MARK, COSTS_MARK] as const) {
    if (before[mark] !== after[mark]) changes[mark] = after[mark];
  }
  return Object.keys(changes).length > 0 ? changes : undefined;
}

const DAY_MS = 86_400_000;
