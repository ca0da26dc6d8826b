import { Command } from "commander";
import { readBackup } from "#stores";
import { loadEnvFile, readConfig } from "../../assistant/config.ts";
import { withProgress } from "../progress.ts";
import { sessionsInWords } from "./in-words.ts";

interface Options {
  readonly dryRun?: boolean;
  readonly keepInbox?: boolean;
}

/** `holdfast sessions restore`: the store becomes what a backup holds; not beside a running bot. */
export function restoreCommand(): Command {
  return new Command("restore")
    .argument("<file>", "what `backup` wrote")
    .description("bring a backup back in the place of what is stored, which is kept; not beside a running bot")
    .option("--keep-inbox", "answer again what waited in the inbox when the backup was made")
    .option("--dry-run", "only check the backup and say what it holds")
    .addHelpText("after", HELP)
    .action((file: string, { dryRun = false, keepInbox = false }: Options) =>
      withProgress({ title: "Restoring" }, async (progress) => {
        loadEnvFile();
        const { store, backups } = readConfig(process.env);
        await using backup = await readBackup(file, { keepInbox, backups, progress: progress.at });
        const { sessions, damaged, interrupted, waiting } = backup.content;
        const { keptAs } = dryRun ? {} : await backup.restoreTo(store);
        const lines = [
          `${sessionsInWords(sessions)} ${dryRun ? "would be restored; nothing was changed" : "restored"}.`,
          damaged > 0 && `${damaged} of them cannot be read, as when the backup was made.`,
          interrupted > 0 &&
            `${interrupted} ${interrupted === 1 ? "user finds" : "users find"} unfinished work waiting for Retry or Discard.`,
          waiting > 0 &&
            `${waiting} ${waiting === 1 ? "update" : "updates"} of that time ${waitingInWords(keepInbox)}.`,
          keptAs && `What was stored before is kept: ${keptAs}`,
        ];
        for (const line of lines) if (line) console.log(line);
      }),
    );
}

const waitingInWords = (kept: boolean) =>
  kept ? "will be answered by the bot" : "will not be answered again; --keep-inbox would";

const HELP = `
The backup is checked first and stays as it is. Unfinished turns are not run: they wait for Retry or Discard.`;
