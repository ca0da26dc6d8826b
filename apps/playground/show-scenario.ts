import { relative } from "node:path";
import { type BareStage, type BegunScenario, PlayedScenario, type PlaygroundOptions, startPlayground } from "#harness";
import type { PlaygroundConfig } from "./config.ts";
import { inspectorOf } from "./inspector.ts";
import { openBrowser } from "./open-browser.ts";
import { explainPort } from "./port-problem.ts";
import { failureAt } from "./scenario/failure-at.ts";
import { stepsOf } from "./scenario/steps-of.ts";

export interface ShownOptions extends Pick<PlaygroundOptions, "replay"> {
  readonly title: string;
  /** Where it is written. */
  readonly file: string;
  readonly stage: BareStage;
  readonly begun: BegunScenario;
  /** Where the bot's sessions are, if they can be looked into. */
  readonly store: string | undefined;
  readonly config: PlaygroundConfig;
  readonly port: number;
  readonly open: boolean;
  /** Resolves when it is to be put away. */
  readonly askedToStop: Promise<void>;
}

/** Plays a scenario that was begun, with a page to look at it, and leaves its stage as it is until told to stop. */
export async function showScenario(options: ShownOptions): Promise<void> {
  const { title, file, stage, begun, store, config, port, open, replay, askedToStop } = options;
  const steps = stepsOf(file, title);
  const scenario = new PlayedScenario(title, relative("", file), steps);
  await using playground = await startPlayground({
    telegram: stage.telegram,
    bot: begun.bot,
    users: [stage.alice, stage.bob],
    port,
    scenario,
    inspect: store === undefined ? undefined : inspectorOf({ ...config, store }),
    ...(replay && { replay }),
  }).catch(explainPort);
  console.log(`Playground on ${playground.url}`);
  if (open && config.hasScreen) openBrowser(playground.url);
  const end = begun.play().then(
    () => {
      scenario.pass();
      console.log(`✔ ${title}\nIts stage stays as it is, to be played with.`);
    },
    (error: unknown) => {
      const { report, line } = failureAt(file, steps, error);
      scenario.fail(report, line);
      const place = line === undefined ? "" : ` (${scenario.file}:${line})`;
      const what = report.replaceAll(/^/gm, "    ");
      console.log(`✘ ${title}${place}\n${what}\nIts stage stays as it is, to be looked at and played with.`);
    },
  );
  await Promise.race([askedToStop, end]);
  await askedToStop;
  await playground.control.do("stop");
}
