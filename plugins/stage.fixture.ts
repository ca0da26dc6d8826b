import { Agent, type Backend, type BotOptions, type Clock, createBot, Transcriber } from "#core";
import { type BotAccount, type FakeTelegram, freePort, startTelegram, type User } from "#harness";
import { memoryBackend } from "#stores";
import { EchoAgent, type EchoOptions } from "./chat/index.ts";
import { builtInPlugins } from "./index.ts";

export interface StageOptions
  extends Partial<
    Pick<BotOptions, "plugins" | "settings" | "backend" | "log" | "clock" | "access" | "workspaces" | "turnLimits">
  > {
  readonly echo?: EchoOptions;
  /** In place of the echo agent. */
  readonly agent?: Agent;
  /** Default: none. */
  readonly transcriber?: Transcriber;
}

/** A clock that goes on by itself and can be put forward. */
export class MovableClock implements Clock {
  private ahead = 0;

  now(): number {
    return Date.now() + this.ahead;
  }

  putForward(ms: number): void {
    this.ahead += ms;
  }
}

/** A running bot with all built-in plugins and the echo agent, unless said otherwise, and people to write to it. */
export interface Stage extends AsyncDisposable {
  readonly telegram: FakeTelegram;
  readonly account: BotAccount;
  readonly backend: Backend;
  readonly alice: User;
  readonly bob: User;
  /** Ends the bot and starts another one with the same account, backend and options, but for these changes. */
  restart(changes?: Pick<StageOptions, "plugins"> & { readonly meanwhile?: () => void }): Promise<void>;
}

/** Sets a stage of its own for one test; what is wrong in the end fails it. */
export async function setStage({
  echo,
  agent,
  transcriber,
  backend = memoryBackend(),
  ...options
}: StageOptions = {}): Promise<Stage> {
  const telegram = await startTelegram();
  const port = await freePort();
  const account = telegram.bot({ username: "holdfast_bot", idleProbe: `http://127.0.0.1:${port}/healthz` });
  const startBot = async (changes: Pick<StageOptions, "plugins"> = {}) => {
    const bot = createBot({
      token: account.token,
      apiRoot: telegram.apiRoot,
      port,
      backend,
      plugins: builtInPlugins,
      provide: (container) => {
        container.registerInstance<Agent>(Agent, agent ?? new EchoAgent(echo));
        if (transcriber) container.registerInstance<Transcriber>(Transcriber, transcriber);
      },
      ...options,
      ...changes,
    });
    await bot.start();
    return bot;
  };
  let bot = await startBot();
  return {
    telegram,
    account,
    backend,
    alice: telegram.user({ firstName: "Alice" }),
    bob: telegram.user({ firstName: "Bob" }),
    async restart({ meanwhile, ...changes } = {}) {
      await bot.stop();
      meanwhile?.();
      bot = await startBot(changes);
    },
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await telegram[Symbol.asyncDispose]();
      telegram.assertSound();
    },
  };
}
