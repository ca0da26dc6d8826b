import type { BotProcess } from "../bots/bot-process.ts";
import { type Stage, setStage } from "../scenario.ts";
import type { TelegramOptions } from "../telegram.ts";
import { commandLine } from "./command-line.ts";
import { startCommand } from "./start-command.ts";

export interface StageOptions {
  /** The bot's command line, as for a shell, such as `python3 bot.py`. It is started in the current directory. */
  readonly bot: string;
  /** What it gets besides `TELEGRAM_TOKEN`, `TELEGRAM_API_ROOT` and a free `PORT`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly telegram?: TelegramOptions;
}

/**
 * For a plain test of a bot in any language: a Telegram of its own, two people, and the bot, which is running. All of it
 * is put away at the end of the block. What the oracles have found is for `stage.telegram.assertSound()`.
 *
 * @throws {BotProcessFailed} if the bot does not start.
 */
export async function startStage({ bot: line, env = {}, telegram }: StageOptions): Promise<Stage & AsyncDisposable> {
  await using disposal = new AsyncDisposableStack();
  const bare = disposal.use(await setStage(telegram));
  const bot: BotProcess = disposal.use(await startCommand(bare, { ...commandLine(line), env }));
  const kept = disposal.move();
  return { ...bare, bot, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
