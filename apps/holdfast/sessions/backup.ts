import { Command } from "commander";
import { backendFromAddress } from "#stores";
import { loadEnvFile, readConfig } from "../../assistant/config.ts";
import { withProgress } from "../progress.ts";
import { withBackend } from "../with-backend.ts";
import { inBytes, sessionsInWords } from "./in-words.ts";
import { Table } from "./table.ts";

/** `holdfast sessions backup`: all that is stored, in a file that was read back, beside a bot that may be running. */
export function backupCommand(): Command {
  return new Command("backup")
    .argument("[file]", "a file that does not exist yet; default: named after the time, in backups/ beside the store")
    .description("keep all that is stored in a file; a bot may go on meanwhile")
    .addHelpText("after", HELP)
    .action((file?: string) =>
      withBackend(async (backend) => {
        const { path, sessions, damaged, bytes } = await withProgress({ title: "Backing up" }, (progress) =>
          backend.backup({ file, progress: progress.at }),
        );
        console.log(`${sessionsInWords(sessions)} backed up, ${inBytes(bytes)}, read back and found sound:\n${path}`);
        if (damaged > 0) {
          console.log(
            `${damaged} of them cannot be read, in the store as in the backup. \`holdfast sessions check\` says which.`,
          );
        }
      }),
    );
}

/** `holdfast sessions backups`: those that lie where backups of the store are kept. */
export function backupsCommand(): Command {
  return new Command("backups").description("list the backups, newest first").action(async () => {
    loadEnvFile();
    const { store, backups } = readConfig(process.env);
    const table = new Table([
      { title: "TAKEN", width: 24 },
      { title: "FILE", width: 0 },
    ]);
    // The store is not opened: it may be what was lost.
    const found = await backendFromAddress(store, { backups }).backups();
    for (const { at, path } of found) table.print([new Date(at).toISOString(), path]);
    if (found.length === 0) console.log("There are no backups. `holdfast sessions backup` makes one.");
  });
}

const HELP = `
A backup is a SQLite store in its own right: SESSION_STORE=sqlite:FILE looks into it, \`restore\` brings it back.`;
