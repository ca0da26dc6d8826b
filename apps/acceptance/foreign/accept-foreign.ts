import { commandLine, NotApplicable, type Transcript } from "#harness";
import { openCommand } from "../open-command.ts";
import type { Played, ReportFiles } from "../reports/report.ts";
import { writeReports } from "../reports/write.ts";
import { loadScenarios, type ScenarioInFile } from "./load-scenarios.ts";
import { whyNoStart } from "./why-no-start.ts";

export interface ForeignAcceptance extends ReportFiles {
  /** Its command line, as for a shell. */
  readonly bot: string;
  /** A file or a directory. */
  readonly scenarios: string;
  readonly print: (text: string) => void;
}

/**
 * Plays somebody's scenarios on somebody's bot, and prints a checklist of them.
 * @returns whether nothing failed, and something passed.
 * @throws {SetupInvalid} if the scenarios can't be had.
 */
export async function acceptForeign({ bot, scenarios: path, print, ...files }: ForeignAcceptance): Promise<boolean> {
  const scenarios = await loadScenarios(path);
  const begun = performance.now();
  const played: Played[] = [];
  const lines: string[] = [];
  const broken = await whyNoStart(bot);
  for (const scenario of scenarios) {
    const outcome = broken === undefined ? await play(scenario, bot) : notPlayed(scenario, bot, broken);
    played.push(outcome);
    lines.push(lineOf(outcome));
    print(lineOf(outcome));
  }
  if (broken !== undefined)
    print(`\nThe bot does not start, so nothing was played.\n${indented(broken)}\n\n${howToStart(bot)}`);
  for (const { state, title, reason = "", open = "" } of played) {
    if (state !== "failed" || broken !== undefined) continue;
    print(`\n✘ ${title}\n${indented(reason)}\n  To see it in the playground:\n    ${open}`);
  }
  const count = (state: Played["state"]) => played.filter((one) => one.state === state).length;
  const seconds = Math.round((performance.now() - begun) / 1000);
  const summary = `Scenarios: ${count("passed")} ✔, ${count("failed")} ✘, ${count("skipped")} n/a. ${seconds} s.`;
  print(`\n${summary}`);
  await writeReports({ title: bot, played, checklist: lines.join("\n"), summary, at: Date.now() }, files);
  return count("failed") === 0 && count("passed") > 0;
}

async function play({ scenario, file }: ScenarioInFile, bot: string): Promise<Played> {
  const { title } = scenario;
  let transcript: Transcript | undefined;
  const begun = performance.now();
  const outcome = (state: Played["state"], reason?: string): Played => ({
    title,
    column: bot,
    state,
    evidence: [],
    ...(state === "failed" && { open: openCommand({ file, title, bot }) }),
    ms: performance.now() - begun,
    ...(reason !== undefined && { reason }),
    ...(transcript && state !== "skipped" && { transcript }),
  });
  try {
    await scenario.run(commandLine(bot), (kept) => {
      transcript = kept;
    });
    return outcome("passed");
  } catch (error) {
    if (error instanceof NotApplicable) return outcome("skipped", `n/a: ${error.message}`);
    return outcome("failed", error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}

const notPlayed = ({ scenario: { title } }: ScenarioInFile, bot: string, broken: string): Played => ({
  title,
  column: bot,
  state: "failed",
  evidence: [],
  reason: `The bot does not start: ${broken}`,
  ms: 0,
});

const howToStart = (bot: string) =>
  [
    `It was started in ${process.cwd()} by: ${bot}`,
    "It gets TELEGRAM_TOKEN, TELEGRAM_API_ROOT and PORT, and has started when it asks TELEGRAM_API_ROOT for updates or sets its webhook there.",
  ].join("\n");

const indented = (text: string) => text.replaceAll(/^/gm, "    ");

function lineOf({ state, title, reason, ms }: Played): string {
  if (state === "skipped") return `n/a       ${title} (${reason?.replace("n/a: ", "")})`;
  return `${state === "passed" ? "✔" : "✘"} ${`${(ms / 1000).toFixed(1)} s`.padStart(7)} ${title}`;
}
