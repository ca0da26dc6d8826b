import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { CodedError } from "#core";
import { inboxCommand } from "./inbox-command.ts";
import { playCommand } from "./play-command.ts";
import { sessionsCommand } from "./sessions-command.ts";

/** The `holdfast` command. @returns its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const { version } = createRequire(import.meta.url)("holdfast/package.json") as { version: string };
  const program = new Command("holdfast")
    .description("Telegram bots that never lose a session.")
    .version(version, "--version")
    .exitOverride();

  program
    .command("start")
    .description("run the assistant: on Telegram if TELEGRAM_TOKEN is set, else the playground")
    .action(async () => (await import("../assistant/start.ts")).start());
  program.addCommand(playCommand());
  program
    .command("accept")
    .description("play the specification on the real bot and print its checklist")
    .action(async () => (await import("../acceptance/accept.ts")).accept());
  program.addCommand(inboxCommand());
  program.addCommand(sessionsCommand());

  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (!(error instanceof CodedError)) throw error;
    console.error(`${error.message} ${error.hint}`);
    return 1;
  }
}
