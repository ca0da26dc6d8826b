import type { Cell, JudgedLine, JudgedSection } from "./judge.ts";
import { openAcceptedCommand } from "./open-command.ts";
import type { Outcome } from "./run.ts";
import { nameOf } from "./stage/column.ts";

const MARKS: Record<Outcome["state"], string> = { passed: "✔", failed: "✘", skipped: "–" };

/** One outcome as it comes in. */
export const progressLine = ({ state, title, column, ms }: Outcome) =>
  `  ${MARKS[state]} ${nameOf(column).padEnd(16)} ${seconds(ms)}  ${title}`;

/** The whole checklist, with what each line stands on. */
export const reportOf = (sections: readonly JudgedSection[]) => sections.map(sectionText).join("\n\n");

const sectionText = ({ title, lines }: JudgedSection) => [title, ...lines.map(lineText)].join("\n");

const lineText = ({ state, text, readAs, cells }: JudgedLine) =>
  [`  ${MARKS[state]} ${text}`, ...(readAs ? [`      (${readAs})`] : []), ...cells.map(cellText)].join("\n");

function cellText({ column, state, ms, evidence, reason }: Cell): string {
  const head = `      ${MARKS[state]} ${nameOf(column).padEnd(16)} ${seconds(ms)}  `;
  const words = [...(reason ? [firstLine(reason)] : []), ...evidence];
  return `${head}${words.join("; ")}`;
}

/** The command that opens the playground where it failed. */
export const openingOf = ({ title, column, effort }: Outcome): string =>
  openAcceptedCommand({ title, column: nameOf(column), seed: effort.seed });

/** Every failure whole, once. */
export function failuresOf(outcomes: readonly Outcome[]): string {
  const failed = outcomes.filter(({ state }) => state === "failed");
  return failed
    .map((outcome) => {
      const { title, column, reason = "" } = outcome;
      const opening = `  To see it in the playground:\n    ${openingOf(outcome)}`;
      return `✘ ${nameOf(column)}: ${title}\n${indented(reason)}\n${opening}`;
    })
    .join("\n\n");
}

/** The last line: how many of the checklist's lines, and how many scenarios. */
export function summaryOf(sections: readonly JudgedSection[], outcomes: readonly Outcome[], ms: number): string {
  const lines = sections.flatMap((section) => section.lines);
  return `Lines: ${counts(lines)}. Scenarios played: ${counts(outcomes)}. ${Math.round(ms / 1000)} s.`;
}

function counts(parts: readonly { readonly state: Outcome["state"] }[]): string {
  const count = (state: Outcome["state"]) => parts.filter((part) => part.state === state).length;
  const skipped = count("skipped");
  return `${count("passed")} ✔, ${count("failed")} ✘${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`.padStart(6);
const firstLine = (text: string) => text.split("\n", 1)[0] ?? "";
const indented = (text: string) => text.replaceAll(/^/gm, "    ");
