import { BotProcessFailed, startStage } from "#harness";

/**
 * Starts the bot once, on a Telegram with nothing to do: a command line that is wrong is told once, not by every scenario.
 * @returns what kept it from starting; undefined if it did.
 */
export async function whyNoStart(bot: string): Promise<string | undefined> {
  try {
    await using _stage = await startStage({ bot });
    return undefined;
  } catch (error) {
    if (error instanceof BotProcessFailed) return error.message;
    throw error;
  }
}
