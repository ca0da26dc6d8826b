import { SetupInvalid } from "#core";
import { createAssistant } from "./assistant.ts";
import { loadEnvFile, readConfig } from "./config.ts";
import { pinoLog } from "./pino-log.ts";

/** Runs the assistant on Telegram until it is stopped; without a token, opens the playground. */
export async function start(): Promise<void> {
  loadEnvFile();
  const config = readConfig(process.env);
  if (!config.token) throw new SetupInvalid("TELEGRAM_TOKEN is missing.", "Set it to the token of @BotFather.");
  const log = pinoLog(config.logLevel, [config.token, config.webhook?.secret]);
  await createAssistant(config.token, config, log).run();
}
