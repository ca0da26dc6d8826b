import { mkdir } from "node:fs/promises";
import { SetupInvalid } from "../errors.ts";

/**
 * Makes the directory in which an agent keeps its conversations, for all users.
 *
 * @param variable by which an operator names another one.
 * @throws {SetupInvalid}
 */
export async function sureOfHomes(directory: string, agent: string, variable: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new SetupInvalid(
      `${agent} is to keep its conversations in ${directory}, which can't be made.`,
      `Make that directory writable for the bot, or name another one in ${variable}.`,
      cause,
    );
  });
}
