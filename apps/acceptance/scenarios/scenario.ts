import { join } from "node:path";
import {
  type BareStage,
  type BegunScenario,
  BotProcess,
  defineScenarios,
  freePort,
  type Stage,
  type Transcript,
} from "#harness";
import { RedisProcess } from "#stores/testing";
import { BotStore } from "../stage/bot-store.ts";
import { type Column, fits, type Where } from "../stage/column.ts";
import { type Environment, environmentFor } from "../stage/environment.ts";
import { type CommandOptions, type Finished, HOLDFAST, runHoldfast } from "../stage/holdfast-command.ts";

/** What a scenario of the assistant plays on, beside Telegram and its people. */
export interface AssistantStage extends Stage {
  readonly column: Column;
  /** What the bot stores, seen from beside it. */
  readonly store: BotStore;
  /** Where `/healthz` is served, and the webhook. */
  readonly port: number;
  /** The Redis of this run alone; undefined on other stores. */
  readonly redis: RedisProcess | undefined;
  /** Runs a `holdfast` command beside the bot, in its directory and with its environment. */
  holdfast(args: readonly string[], options?: Partial<CommandOptions>): Promise<Finished>;
  /** One more process on the bot's account and configuration, not yet started; by default on its store, too. */
  anotherBot(env?: Environment): BotProcess;
  /** Keeps what was measured or seen, as evidence for the checklist. */
  note(evidence: string): void;
  /** How much work a long scenario does. */
  readonly effort: Effort;
}

export interface Effort {
  /** How often the bot is killed. */
  readonly kills: number;
  /** Where its random instants begin. */
  readonly seed: number;
}

/** What a scenario asks of its bot. */
export interface Wish {
  /** Default: everywhere. */
  readonly on?: Where;
  readonly env?: (stage: BareStage) => Environment;
  /** false: the scenario starts the bot itself. */
  readonly started?: false;
  /** Arguments for redis-server. */
  readonly redis?: readonly string[];
}

export interface RunOptions {
  readonly column: Column;
  /** The bot to be accepted. Default: `holdfast start`. */
  readonly bot?: readonly [string, ...string[]];
  readonly effort: Effort;
}

export interface AssistantScenario {
  readonly title: string;
  runsOn(column: Column): boolean;
  /**
   * @param note is given the evidence as it comes, so that a failed run has what came before.
   * @param keep is given what the run looked like, at its end.
   */
  run(options: RunOptions, note: (evidence: string) => void, keep?: (transcript: Transcript) => void): Promise<void>;
}

/** One that can be looked at where it ends. */
export interface OpenableScenario extends AssistantScenario {
  /** Begins it on a stage of the caller's, where everything stays as it is at its end. */
  begin(options: RunOptions, note: (evidence: string) => void, stage: BareStage): Promise<BegunOnColumn>;
}

/** Begun, with the store it stands on. Disposed of, it puts away what its column needed beside the stage. */
export interface BegunOnColumn extends BegunScenario, AsyncDisposable {
  readonly store: string;
}

type Play = (stage: AssistantStage) => Promise<void>;
type Extras = Omit<AssistantStage, keyof Stage>;

interface Setup extends RunOptions {
  readonly redis: RedisProcess | undefined;
  readonly note: (evidence: string) => void;
}

const extras = new WeakMap<BotProcess, Extras>();
const kit = defineScenarios<Setup, Wish>({ startBot });
const added: OpenableScenario[] = [];

/** All that were added, in their order. */
export const scenarios: readonly OpenableScenario[] = added;

export function scenario(title: string, play: Play): void;
export function scenario(title: string, wish: Wish, play: Play): void;
export function scenario(title: string, ...[first, second]: [Play] | [Wish, Play]): void {
  const [wish, play] = second ? [first as Wish, second] : [{}, first as Play];
  if (added.some((other) => other.title === title)) throw new Error(`Two scenarios are called "${title}".`);
  kit.scenario(title, wish, (stage) => play({ ...stage, ...extrasOf(stage.bot) }));
  const bound = kit.scenarios.at(-1);
  if (!bound) throw new Error("A scenario that was added is not there.");
  const redisFor = async ({ store }: Column) =>
    store === "redis" ? await RedisProcess.start(...(wish.redis ?? [])) : undefined;
  added.push({
    title,
    runsOn: (column) => fits(wish.on ?? "everywhere", column),
    async run(options, note, keep) {
      await using redis = await redisFor(options.column);
      await bound.run({ ...options, redis, note }, keep);
    },
    async begin(options, note, stage) {
      await using stack = new AsyncDisposableStack();
      const redis = stack.use(await redisFor(options.column));
      const { bot, play } = await bound.begin({ ...options, redis, note }, stage);
      const store = redis?.url ?? storeFile(stage.directory);
      const kept = stack.move();
      return { bot, play, store, [Symbol.asyncDispose]: () => kept.disposeAsync() };
    },
  });
}

async function startBot(stage: BareStage, setup: Setup, wish: Wish = {}): Promise<BotProcess> {
  const { telegram, directory } = stage;
  const { column, redis, note, effort } = setup;
  const port = await freePort();
  const account = telegram.bot({ username: "holdfast_bot", idleProbe: `http://127.0.0.1:${port}/healthz` });
  const { token } = account;
  const env = {
    ...environmentFor({ column, token, apiRoot: telegram.apiRoot, port, redisUrl: redis?.url }),
    ...wish.env?.(stage),
  };
  const command = setup.bot ?? ([...HOLDFAST, "start"] as const);
  const anotherBot = (others: Environment = {}) =>
    new BotProcess({ telegram, account, command, env: { ...env, ...others }, cwd: directory });
  const bot = anotherBot();
  const sessionsDirectory = join(directory, "sessions");
  extras.set(bot, {
    column,
    port,
    note,
    effort,
    store: new BotStore(redis?.url ?? storeFile(directory), sessionsDirectory),
    redis,
    anotherBot,
    holdfast: (args, options) => runHoldfast(args, { cwd: directory, ...options, env: { ...env, ...options?.env } }),
  });
  try {
    if (wish.started ?? true) await bot.start();
    return bot;
  } catch (error) {
    await bot[Symbol.asyncDispose]();
    throw error;
  }
}

const storeFile = (directory: string) => `sqlite:${join(directory, "sessions", "bot_data.sqlite")}`;

function extrasOf(bot: BotProcess): Extras {
  const known = extras.get(bot);
  if (!known) throw new Error("This bot was not started by a scenario.");
  return known;
}
