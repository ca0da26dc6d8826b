import type { CommandSetup } from "./start-command.ts";

/** A bot by a line as for a shell, started in the current directory. */
export const commandLine = (line: string): CommandSetup => ({
  // By exec the shell becomes the bot, so that signals reach it.
  command: ["/bin/sh", "-c", `exec ${line}`],
  cwd: process.cwd(),
});
