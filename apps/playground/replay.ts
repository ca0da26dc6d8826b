import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CodedError } from "#core";
import type { Replayed } from "#harness";
import { loadScenarios } from "../acceptance/foreign/load-scenarios.ts";
import type { PlaygroundConfig } from "./config.ts";
import { type PlayedBot, setupIn } from "./played-bot.ts";
import { failureAt } from "./scenario/failure-at.ts";
import { stepsOf } from "./scenario/steps-of.ts";

/** Plays what was recorded on another process of the same bot, with nobody in it, on a Telegram of its own. */
export function replayer(bot: PlayedBot, config: PlaygroundConfig): (file: string) => Promise<Replayed> {
  return async (file) => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "replay-"));
    const { store: _, ...setup } = setupIn(directory.path, bot, config);
    try {
      for (const { scenario } of await loadScenarios(file)) {
        try {
          await scenario.run(setup);
        } catch (error) {
          return { passed: false, ...failureAt(file, stepsOf(file, scenario.title), error) };
        }
      }
      return { passed: true };
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return { passed: false, report: `${error.message} ${error.hint}` };
    }
  };
}
