import { createAssistant } from "./assistant.ts";
import { loadEnvFile, readConfig } from "./config.ts";
import { pinoLog } from "./pino-log.ts";
import { secretsIn } from "./secrets-in.ts";

/** Runs the assistant on Telegram until it is stopped; without a token, opens the playground. */
export async function start(): Promise<void> {
  loadEnvFile();
  const config = readConfig(process.env);
  if (!config.token) {
    const { play } = await import("../playground/play.ts");
    return play({ port: config.port ?? 8080, open: true });
  }
  const log = pinoLog(config.logLevel, [config.token, config.webhook?.secret, ...secretsIn(process.env)]);
  const bot = await createAssistant(config.token, config, log);
  await bot.run();
}
