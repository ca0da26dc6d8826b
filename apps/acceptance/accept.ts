import { HOW_TO_GET_REDIS, isRedisInstalled } from "#stores/testing";
import { beyond, checklist, type Section } from "./checklist.ts";
import { readAcceptanceConfig } from "./config.ts";
import { checkChecklist, judge } from "./judge.ts";
import { NotPlayed } from "./not-played.ts";
import { failuresOf, openingOf, progressLine, reportOf, summaryOf } from "./report.ts";
import type { ReportFiles } from "./reports/report.ts";
import { writeReports } from "./reports/write.ts";
import { type Outcome, play } from "./run.ts";
import { type AssistantScenario, type Effort, scenarios } from "./scenarios/index.ts";
import { type Column, columns, nameOf } from "./stage/column.ts";

export interface Acceptance {
  readonly scenarios: readonly AssistantScenario[];
  readonly checklist: readonly Section[];
  readonly columns: readonly Column[];
  readonly effort: Effort;
  /** The bot to be accepted. Default: `holdfast start`. */
  readonly bot?: readonly [string, ...string[]];
  /** Why Redis is not there; undefined if it is. */
  readonly withoutRedis?: string | undefined;
  /** Whether what is skipped is a failure: a column, or a scenario. */
  readonly requireAll?: boolean;
  /** What to write besides. Default: nothing. */
  readonly files?: ReportFiles;
  readonly print: (text: string) => void;
}

/**
 * `holdfast accept`: plays the specification on the real bot and prints its checklist. Exit code 1 on any ✘.
 * @param changes files to write; what is played instead, for a test of this program.
 */
export async function accept(changes: Partial<Acceptance> = {}): Promise<void> {
  const passed = await runAcceptance({
    ...readAcceptanceConfig(process.env),
    scenarios,
    checklist: [
      ...checklist,
      beyond(
        checklist,
        scenarios.map(({ title }) => title),
      ),
    ],
    columns,
    withoutRedis: isRedisInstalled() ? undefined : HOW_TO_GET_REDIS,
    print: console.log,
    ...changes,
  });
  if (!passed) process.exitCode = 1;
}

/**
 * @returns whether nothing failed.
 * @throws {ChecklistInvalid} if a line has nothing to show for itself: that is no ✔ and no ✘.
 */
export async function runAcceptance(acceptance: Acceptance): Promise<boolean> {
  const { checklist: sections, effort, bot, withoutRedis, requireAll = false, files = {}, print } = acceptance;
  checkChecklist(sections, new Set(acceptance.scenarios.map(({ title }) => title)));
  const begun = performance.now();
  if (withoutRedis) print(`${withoutRedis}. The Redis columns are ${requireAll ? "required" : "skipped"}.`);

  const parts = acceptance.columns.flatMap((column) =>
    acceptance.scenarios.filter(({ runsOn }) => runsOn(column)).map((scenario) => ({ scenario, column })),
  );
  const outcomes = await inPairs(parts, async ({ scenario, column }) => {
    const options = { column, effort, ...(bot && { bot }) };
    if (withoutRedis && column.store === "redis") return notPlayed(scenario, options, withoutRedis);
    const outcome = await play(scenario, options);
    print(progressLine(outcome));
    return outcome;
  });

  const judged = judge(sections, outcomes);
  const failures = failuresOf(outcomes);
  const lacking = new Set(outcomes.filter(({ state }) => state === "skipped").map(({ reason }) => reason));
  const incomplete = requireAll && lacking.size > 0;
  const text = reportOf(judged);
  const summary = summaryOf(judged, outcomes, performance.now() - begun);
  print(`\n${text}\n`);
  if (failures) print(`${failures}\n`);
  if (incomplete) for (const reason of lacking) print(`✘ HOLDFAST_REQUIRE_ALL=1, but ${reason}.`);
  print(summary);
  const played = outcomes.map((outcome) => ({
    ...outcome,
    column: nameOf(outcome.column),
    ...(outcome.state === "failed" && { open: openingOf(outcome) }),
  }));
  await writeReports({ title: "Holdfast: the acceptance", played, checklist: text, summary, at: Date.now() }, files);
  return failures === "" && !incomplete;
}

type Options = Pick<Outcome, "column" | "effort">;

function notPlayed({ title }: AssistantScenario, options: Options, lacks: string): Outcome {
  return { ...options, title, state: "skipped", evidence: [], reason: new NotPlayed(lacks).message, ms: 0 };
}

/** Two at a time: most scenarios wait more than they work, and more would disturb what is measured. */
async function inPairs<Part, Result>(parts: readonly Part[], work: (part: Part) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const queue = parts.entries();
  const worker = async () => {
    for (const [index, part] of queue) results[index] = await work(part);
  };
  await Promise.all([worker(), worker()]);
  return results;
}
