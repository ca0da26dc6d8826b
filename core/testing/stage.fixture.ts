import type { Composer, Context } from "grammy";
import { type Backend, type BotOptions, createBot, type HoldfastBot, type Plugin, type PluginClass } from "#core";
import { type BotAccount, type FakeTelegram, freePort, startTelegram, type User } from "#harness";
import { memoryBackend } from "#stores";
import { RecordedLog } from "./recorded-log.fixture.ts";

export interface Stage extends AsyncDisposable {
  readonly telegram: FakeTelegram;
  readonly account: BotAccount;
  readonly bot: HoldfastBot;
  readonly backend: Backend;
  readonly log: RecordedLog;
  readonly alice: User;
  readonly bob: User;
  /** Ends the bot and starts another one with the same account, backend and options. */
  restart(): Promise<void>;
}

export type StageOptions = Partial<BotOptions> & {
  /** Whether the test looks at the wrongs of this run itself. Default: false, any wrong fails it. */
  readonly expectsWrongs?: boolean;
  /** Whether Telegram hides what is none of the bot's business in groups. Default: true. */
  readonly privacyMode?: boolean;
};

/** A bot of its own for one test, in this process, on a Telegram of its own. */
export async function setStage({ expectsWrongs, privacyMode, ...options }: StageOptions): Promise<Stage> {
  const telegram = await startTelegram();
  const port = options.port ?? (await freePort());
  const account = telegram.bot({
    username: "holdfast_bot",
    privacyMode,
    idleProbe: `http://127.0.0.1:${port}/healthz`,
  });
  const log = new RecordedLog();
  const backend = options.backend ?? memoryBackend();
  const { token } = account;
  const startBot = async () => {
    const bot = createBot({ token, apiRoot: telegram.apiRoot, port, plugins: [], log, ...options, backend });
    await bot.start();
    return bot;
  };
  let bot = await startBot();
  return {
    telegram,
    account,
    get bot() {
      return bot;
    },
    backend,
    log,
    alice: telegram.user({ firstName: "Alice" }),
    bob: telegram.user({ firstName: "Bob" }),
    async restart() {
      await bot.stop();
      bot = await startBot();
    },
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await telegram[Symbol.asyncDispose]();
      if (!expectsWrongs) telegram.assertSound();
    },
  };
}

/** A plugin that is nothing but these handlers. */
export function pluginOf(
  name: string,
  install: (bot: Composer<Context>) => void,
  more: Partial<Plugin> = {},
): PluginClass {
  return class implements Plugin {
    readonly name = name;
    install = install;
    constructor() {
      Object.assign(this, more);
    }
  };
}
