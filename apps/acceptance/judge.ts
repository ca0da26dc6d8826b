import type { Line, Section } from "./checklist.ts";
import type { Outcome } from "./run.ts";
import { type Column, nameOf } from "./stage/column.ts";

/** A line of the checklist with what became of it. */
export interface JudgedLine extends Line {
  readonly state: Outcome["state"];
  readonly cells: readonly Cell[];
}

/** One line in one column. */
export interface Cell {
  readonly column: Column;
  readonly state: Outcome["state"];
  readonly ms: number;
  readonly evidence: readonly string[];
  readonly reason?: string;
}

export interface JudgedSection {
  readonly title: string;
  readonly lines: readonly JudgedLine[];
}

/** The checklist is wrong, not the bot: a line that nothing shows. */
export class ChecklistInvalid extends Error {
  override readonly name = "ChecklistInvalid";
}

/** @throws {ChecklistInvalid} for a line that no scenario shows, or that names one which does not exist. */
export function checkChecklist(sections: readonly Section[], titles: ReadonlySet<string>): void {
  for (const { text, shownBy } of sections.flatMap(({ lines }) => lines)) {
    if (shownBy.length === 0) throw new ChecklistInvalid(`Nothing shows "${text}".`);
    const unknown = shownBy.find((title) => !titles.has(title));
    if (unknown) throw new ChecklistInvalid(`"${text}" is to be shown by "${unknown}", which is no scenario.`);
  }
}

/**
 * What the outcomes say about every line. A line is passed when all of its scenarios ran, and passed wherever they did.
 * @throws {ChecklistInvalid} for a line without any outcome.
 */
export function judge(sections: readonly Section[], outcomes: readonly Outcome[]): readonly JudgedSection[] {
  return sections.map(({ title, lines }) => ({ title, lines: lines.map((line) => judgeLine(line, outcomes)) }));
}

function judgeLine(line: Line, outcomes: readonly Outcome[]): JudgedLine {
  const mine = outcomes.filter(({ title }) => line.shownBy.includes(title));
  const missing = line.shownBy.find((title) => !mine.some((outcome) => outcome.title === title));
  if (missing) throw new ChecklistInvalid(`"${line.text}" has no evidence: "${missing}" was not played.`);
  const byColumn = Map.groupBy(mine, ({ column }) => nameOf(column));
  const cells = [...byColumn.values()].map((outcomes) => cellOf(outcomes, line.evidence ?? /(?:)/));
  return { ...line, state: stateOfLine(line, mine), cells };
}

/** Passed takes that each of its scenarios was played somewhere: another one's evidence does not stand in for it. */
function stateOfLine({ shownBy }: Line, outcomes: readonly Outcome[]): Outcome["state"] {
  const states = (title: string) => outcomes.filter((outcome) => outcome.title === title).map(({ state }) => state);
  if (shownBy.some((title) => states(title).includes("failed"))) return "failed";
  return shownBy.every((title) => states(title).includes("passed")) ? "passed" : "skipped";
}

function cellOf(outcomes: readonly Outcome[], about: RegExp): Cell {
  const [first] = outcomes;
  if (!first) throw new ChecklistInvalid("A cell without outcomes.");
  const reason = outcomes.find((outcome) => outcome.reason !== undefined)?.reason;
  return {
    column: first.column,
    state: worst(outcomes),
    ms: outcomes.reduce((sum, { ms }) => sum + ms, 0),
    evidence: outcomes.flatMap(({ evidence }) => evidence.filter((text) => about.test(text))),
    ...(reason !== undefined && { reason }),
  };
}

function worst(outcomes: readonly Outcome[]): Outcome["state"] {
  const worstFirst = ["failed", "skipped", "passed"] as const;
  return worstFirst.find((state) => outcomes.some((outcome) => outcome.state === state)) ?? "skipped";
}
