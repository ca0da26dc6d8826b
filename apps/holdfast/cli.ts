import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { CodedError } from "#core";
import { acceptCommand } from "./accept-command.ts";
import { auditCommand } from "./audit-command.ts";
import { inboxCommand } from "./inbox-command.ts";
import { newCommand } from "./new/new-command.ts";
import { playCommand } from "./play-command.ts";
import { pluginsCommand, settingsHelp } from "./plugins-command.ts";
import { sessionsCommand } from "./sessions-command.ts";
import { telegramCommand } from "./telegram-command.ts";

/** The `holdfast` command. @returns its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const { version } = createRequire(import.meta.url)("holdfast/package.json") as { version: string };
  const program = new Command("holdfast")
    .description("Telegram bots that never lose a session.")
    .version(version, "--version")
    .exitOverride();

  const start = program
    .command("start")
    .argument("[bot]", "a file that runs a bot of your own, such as bot.ts; default: the assistant")
    .description("run a bot: on Telegram if TELEGRAM_TOKEN is set, else the playground")
    .action(async (bot?: string) => {
      if (bot === undefined) await (await import("../assistant/start.ts")).start();
      else await (await import("./start-bot.ts")).startBot(bot);
    });
  program.addCommand(pluginsCommand());
  program.addCommand(playCommand());
  program.addCommand(acceptCommand());
  program.addCommand(telegramCommand());
  program.addCommand(inboxCommand());
  program.addCommand(auditCommand());
  program.addCommand(sessionsCommand());
  program.addCommand(newCommand());

  try {
    // Help is written at once, and the plugins that have something to add to it take a moment to load.
    if (argv[2] === "start" && argv.some((arg) => arg === "--help" || arg === "-h")) {
      start.addHelpText("after", await settingsHelp());
    }
    await program.parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (!(error instanceof CodedError)) throw error;
    console.error(`${error.message} ${error.hint}`);
    return 1;
  }
}
