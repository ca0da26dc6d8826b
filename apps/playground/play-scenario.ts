import { relative } from "node:path";
import { SetupInvalid } from "#core";
import { NotApplicable, PlayedScenario, setStage, startPlayground } from "#harness";
import { loadScenarios, type ScenarioInFile } from "../acceptance/foreign/load-scenarios.ts";
import { playgroundConfig } from "./config.ts";
import { inspectorOf } from "./inspector.ts";
import { openBrowser } from "./open-browser.ts";
import { type PlayedBot, setupIn } from "./played-bot.ts";
import { explainPort } from "./port-problem.ts";
import { replayer } from "./replay.ts";
import { failureAt } from "./scenario/failure-at.ts";
import { stepsOf } from "./scenario/steps-of.ts";
import { told } from "./told.ts";

export interface PlayScenarioOptions {
  /** The file, or a directory of them. */
  readonly path: string;
  /** Which one. Default: the only one. */
  readonly title?: string | undefined;
  readonly bot: PlayedBot;
  readonly port: number;
  readonly open: boolean;
}

/**
 * Plays a scenario on a stage that stays, with a page to look at it: where it fails, its chats are as they were and its
 * bot can be talked to, until SIGINT or SIGTERM.
 *
 * @throws {SetupInvalid} if there is no such scenario, or it can't be begun.
 */
export async function playScenario({ path, title, bot: played, port, open }: PlayScenarioOptions): Promise<void> {
  const askedToStop = told("SIGINT", "SIGTERM");
  const config = playgroundConfig();
  const { scenario, file } = chosen(await loadScenarios(path), title);
  await using stage = await setStage();
  const { store, ...setup } = setupIn(stage.directory, played, config);
  const { bot, play } = await scenario.begin(setup, stage).catch(explainBeginning);
  await using _ = bot;
  const steps = stepsOf(file, scenario.title);
  const shown = new PlayedScenario(scenario.title, relative("", file), steps);
  await using playground = await startPlayground({
    telegram: stage.telegram,
    bot,
    users: [stage.alice, stage.bob],
    port,
    inspect: store === undefined ? undefined : inspectorOf({ ...config, store }),
    scenario: shown,
    replay: replayer(played, config),
  }).catch(explainPort);
  console.log(`Playground on ${playground.url}`);
  if (open && config.hasScreen) openBrowser(playground.url);
  const end = play().then(
    () => {
      shown.pass();
      console.log(`✔ ${scenario.title}\nIts stage stays as it is, to be played with.`);
    },
    (error: unknown) => {
      const { report, line } = failureAt(file, steps, error);
      shown.fail(report, line);
      const place = line === undefined ? "" : ` (${shown.file}:${line})`;
      const what = report.replaceAll(/^/gm, "    ");
      console.log(`✘ ${scenario.title}${place}\n${what}\nIts stage stays as it is, to be looked at and played with.`);
    },
  );
  await Promise.race([askedToStop, end]);
  await askedToStop;
  await playground.control.do("stop");
}

function chosen(scenarios: readonly ScenarioInFile[], title: string | undefined): ScenarioInFile {
  const [first] = scenarios;
  if (title === undefined && first && scenarios.length === 1) return first;
  const found = scenarios.find(({ scenario }) => scenario.title === title);
  if (found) return found;
  const titles = scenarios.map(({ scenario }) => `  ${scenario.title}`).join("\n");
  const what = title === undefined ? "There are several scenarios." : `There is no scenario "${title}".`;
  throw new SetupInvalid(what, `Name one by --title:\n${titles}`);
}

function explainBeginning(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  const hint = error instanceof NotApplicable ? "Play another one." : "Try its command by itself.";
  throw new SetupInvalid(message, hint, error);
}
