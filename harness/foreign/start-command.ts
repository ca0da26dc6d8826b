import { BotProcess } from "../bots/bot-process.ts";
import { freePort } from "../bots/free-port.ts";
import type { BareStage } from "../scenario.ts";

/** A bot in any language, by the command line that starts it. */
export interface CommandSetup {
  readonly command: readonly [program: string, ...args: readonly string[]];
  /** Where it is started. Default: the scenario's own directory, empty and removed afterwards. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a scenario asks of such a bot. */
export interface CommandWish {
  /** What it has to look into beside Telegram, such as "its store": nobody can, so it does not apply. */
  readonly needs?: string;
}

/** This can't be shown of this bot, which is neither good nor bad: the checklist says n/a, with the reason. */
export class NotApplicable extends Error {
  override readonly name = "NotApplicable";
}

/**
 * For `defineScenarios`: starts a bot by its command line, with `TELEGRAM_TOKEN`, `TELEGRAM_API_ROOT` and a free `PORT`. It has started
 * when it has asked for updates or set its webhook.
 *
 * @throws {NotApplicable}
 */
export async function startCommand(stage: BareStage, setup: CommandSetup, wish: CommandWish = {}): Promise<BotProcess> {
  if (wish.needs !== undefined) throw new NotApplicable(`${wish.needs} can't be looked into from outside`);
  const { telegram, directory } = stage;
  const account = telegram.bot({ username: "the_bot" });
  const env = {
    ...setup.env,
    TELEGRAM_TOKEN: account.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    PORT: String(await freePort()),
  };
  const bot = new BotProcess({ telegram, account, command: setup.command, env, cwd: setup.cwd ?? directory });
  try {
    await bot.start();
    return bot;
  } catch (error) {
    await bot[Symbol.asyncDispose]();
    throw error;
  }
}
