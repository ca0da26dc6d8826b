import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { BotProcess } from "./bots/bot-process.ts";
import type { Group } from "./people/group.ts";
import type { User } from "./people/user.ts";
import { type FakeTelegram, type GroupOptions, startTelegram, type UserOptions } from "./telegram.ts";
import type { Transcript } from "./transcript/transcript.ts";

/** What a scenario plays on: everything is its own, and gone afterwards. */
export interface Stage {
  readonly telegram: FakeTelegram;
  /** Already running, unless `startBot` left that to the scenario. */
  readonly bot: BotProcess;
  /** Two people whom the bot may be told about before it starts. */
  readonly alice: User;
  readonly bob: User;
  /** An empty directory for the bot, removed afterwards. */
  readonly directory: string;
  /** One more person, unknown to the bot. */
  user(options: UserOptions): User;
  group(options?: GroupOptions): Group;
}

/** What there is before the bot is started. */
export type BareStage = Omit<Stage, "bot">;

export interface Scenario<Setup> {
  readonly title: string;
  /**
   * Plays it once, in this setup. Rejects if an expectation failed or an oracle found something.
   * @param keep is given what it looked like, at its end, however that came about.
   */
  run(setup: Setup, keep?: (transcript: Transcript) => void): Promise<void>;
}

export interface ScenarioKit<Setup, Wish> {
  /**
   * Makes the bot's account and process for one run, and starts it.
   * @param setup how this run is configured, such as polling or webhook, and which store.
   * @param wish what this scenario in particular asks for.
   */
  readonly startBot: (stage: BareStage, setup: Setup, wish: Wish | undefined) => Promise<BotProcess>;
}

type Play = (stage: Stage) => Promise<void>;

/**
 * Binds the harness to one bot.
 *
 * @returns `scenario`, which adds one, and `scenarios`, the list of all that were added: data, so that a test runner and
 * an acceptance program can both run them, in any setup and any number of times.
 */
export function defineScenarios<Setup = void, Wish = never>({ startBot }: ScenarioKit<Setup, Wish>) {
  const scenarios: Scenario<Setup>[] = [];

  function scenario(title: string, play: Play): void;
  function scenario(title: string, wish: Wish, play: Play): void;
  function scenario(title: string, ...[first, second]: [Play] | [Wish, Play]): void {
    const play = second ?? (first as Play);
    const wish = second ? (first as Wish) : undefined;
    scenarios.push({
      title,
      run: (setup, keep) => runScenario(play, (stage) => startBot(stage, setup, wish), keep),
    });
  }

  return { scenario, scenarios: scenarios as readonly Scenario<Setup>[] };
}

async function runScenario(
  play: Play,
  startBot: (stage: BareStage) => Promise<BotProcess>,
  keep?: (transcript: Transcript) => void,
): Promise<void> {
  await using directory = await mkdtempDisposable(`${tmpdir()}/scenario-`);
  await using telegram = await startTelegram();
  using _ended = { [Symbol.dispose]: () => keep?.(telegram.transcript()) };
  const stage: BareStage = {
    telegram,
    directory: directory.path,
    alice: telegram.user({ firstName: "Alice", username: "alice" }),
    bob: telegram.user({ firstName: "Bob", username: "bob_the_builder" }),
    user: (options) => telegram.user(options),
    group: (options) => telegram.group(options),
  };
  await using bot = await startBot(stage);
  await play({ ...stage, bot });
  telegram.assertSound();
}
