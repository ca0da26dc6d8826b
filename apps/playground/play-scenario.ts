import { SetupInvalid } from "#core";
import { NotApplicable, setStage } from "#harness";
import { loadScenarios, type ScenarioInFile } from "../acceptance/foreign/load-scenarios.ts";
import { playgroundConfig } from "./config.ts";
import { type PlayedBot, setupIn } from "./played-bot.ts";
import { replayer } from "./replay.ts";
import { showScenario } from "./show-scenario.ts";
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
  const begun = await scenario.begin(setup, stage).catch(explainBeginning);
  await using _ = begun.bot;
  const replay = replayer(played, config);
  const shown = { title: scenario.title, file, stage, begun, store, config, port, open, replay, askedToStop };
  await showScenario(shown);
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

/** Why it could not be begun. */
export function explainBeginning(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  const hint = error instanceof NotApplicable ? "Play another one." : "Try its command by itself.";
  throw new SetupInvalid(message, hint, error);
}
