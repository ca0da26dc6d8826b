import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { BotProcess } from "./bots/bot-process.ts";
import type { Group } from "./people/group.ts";
import type { User } from "./people/user.ts";
import {
  type FakeTelegram,
  type GroupOptions,
  startTelegram,
  type TelegramOptions,
  type UserOptions,
} from "./telegram.ts";
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

/** A scenario whose bot is there, and that can be played now. */
export interface BegunScenario {
  readonly bot: BotProcess;
  /** Rejects if an expectation failed or an oracle found something. */
  play(): Promise<void>;
}

export interface Scenario<Setup> {
  readonly title: string;
  /**
   * Plays it once, in this setup. Rejects if an expectation failed or an oracle found something.
   * @param keep is given what it looked like, at its end, however that came about.
   */
  run(setup: Setup, keep?: (transcript: Transcript) => void): Promise<void>;
  /**
   * Starts its bot on a stage of the caller's, such as `setStage()` gives, to be played there. Nothing is put away at its
   * end: people, chats and the bot are as they were then.
   */
  begin(setup: Setup, stage: BareStage): Promise<BegunScenario>;
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
    const begin = async (setup: Setup, stage: BareStage): Promise<BegunScenario> => {
      const bot = await startBot(stage, setup, wish);
      return {
        bot,
        async play() {
          await play({ ...stage, bot });
          stage.telegram.assertSound();
        },
      };
    };
    scenarios.push({ title, begin, run: (setup, keep) => runScenario((stage) => begin(setup, stage), keep) });
  }

  return { scenario, scenarios: scenarios as readonly Scenario<Setup>[] };
}

/** A Telegram with Alice and Bob and an empty directory, put away together. */
export async function setStage(options?: TelegramOptions): Promise<BareStage & AsyncDisposable> {
  const directory = await mkdtempDisposable(`${tmpdir()}/scenario-`);
  const telegram = await startTelegram(options);
  return {
    telegram,
    directory: directory.path,
    alice: telegram.user({ firstName: "Alice", username: "alice" }),
    bob: telegram.user({ firstName: "Bob", username: "bob_the_builder" }),
    user: (options) => telegram.user(options),
    group: (options) => telegram.group(options),
    async [Symbol.asyncDispose]() {
      await telegram[Symbol.asyncDispose]();
      await directory.remove();
    },
  };
}

async function runScenario(
  begin: (stage: BareStage) => Promise<BegunScenario>,
  keep?: (transcript: Transcript) => void,
): Promise<void> {
  await using stage = await setStage();
  using _ended = { [Symbol.dispose]: () => keep?.(stage.telegram.transcript()) };
  const { bot, play } = await begin(stage);
  await using _bot = bot;
  await play();
}
