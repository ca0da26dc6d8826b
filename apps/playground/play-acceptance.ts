import { globSync } from "node:fs";
import { join } from "node:path";
import { SetupInvalid } from "#core";
import { setStage } from "#harness";
import { readAcceptanceConfig } from "../acceptance/config.ts";
import { type OpenableScenario, scenarios } from "../acceptance/scenarios/index.ts";
import { type Column, columns, nameOf } from "../acceptance/stage/column.ts";
import { playgroundConfig } from "./config.ts";
import { explainBeginning } from "./play-scenario.ts";
import { stepsOf } from "./scenario/steps-of.ts";
import { showScenario } from "./show-scenario.ts";
import { told } from "./told.ts";

export interface PlayAcceptanceOptions {
  readonly title: string;
  /** Its name, such as `polling · sqlite`. Default: the first one in which the scenario is played. */
  readonly column?: string | undefined;
  readonly port: number;
  readonly open: boolean;
}

/**
 * Plays a scenario of the acceptance on a stage that stays, as `holdfast accept` names it when it fails.
 * @throws {SetupInvalid} if there is no such scenario or column.
 */
export async function playAcceptance({ title, column, port, open }: PlayAcceptanceOptions): Promise<void> {
  const askedToStop = told("SIGINT", "SIGTERM");
  const config = playgroundConfig();
  const scenario = scenarioNamed(title);
  const options = { column: columnNamed(column, scenario), effort: readAcceptanceConfig(process.env).effort };
  await using stage = await setStage();
  await using begun = await scenario.begin(options, (evidence) => console.log(evidence), stage).catch(explainBeginning);
  await using _ = begun.bot;
  const { store } = begun;
  await showScenario({ title, file: fileOf(title), stage, begun, store, config, port, open, askedToStop });
}

function scenarioNamed(title: string): OpenableScenario {
  const found = scenarios.find((one) => one.title === title);
  if (found) return found;
  const titles = scenarios.map((one) => `  ${one.title}`).join("\n");
  throw new SetupInvalid(`The acceptance has no scenario "${title}".`, `It has:\n${titles}`);
}

function columnNamed(name: string | undefined, { runsOn }: OpenableScenario): Column {
  const possible = columns.filter(runsOn);
  const found = name === undefined ? possible[0] : possible.find((column) => nameOf(column) === name);
  if (found) return found;
  const names = possible.map((column) => `"${nameOf(column)}"`).join(", ");
  throw new SetupInvalid(`It is not played in a column "${name}".`, `Name one of these: ${names}.`);
}

/** Beside this program, compiled or not: the one in which it is written. */
function fileOf(title: string): string {
  const directory = join(import.meta.dirname, "../acceptance/scenarios");
  const files = globSync("*.scenario.{js,ts}", { cwd: directory }).map((name) => join(directory, name));
  return files.find((file) => stepsOf(file, title).length > 0) ?? directory;
}
