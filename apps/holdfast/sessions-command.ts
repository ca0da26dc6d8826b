import { Command } from "commander";
import { backupCommand, backupsCommand } from "./sessions/backup.ts";
import { checkCommand } from "./sessions/check.ts";
import { copyCommand } from "./sessions/copy.ts";
import { exportCommand } from "./sessions/export.ts";
import { importCommand } from "./sessions/import.ts";
import { listCommand } from "./sessions/list.ts";
import { pruneCommand } from "./sessions/prune.ts";
import { restoreCommand } from "./sessions/restore.ts";
import { showCommand } from "./sessions/show.ts";

/** `holdfast sessions`: what is stored of the users. Each subcommand is a file in `sessions/`. */
export function sessionsCommand(): Command {
  const sessions = new Command("sessions").description("look after what is stored of the users");
  for (const subcommand of [
    listCommand,
    showCommand,
    exportCommand,
    importCommand,
    checkCommand,
    pruneCommand,
    backupCommand,
    backupsCommand,
    restoreCommand,
    copyCommand,
  ])
    sessions.addCommand(subcommand());
  return sessions;
}
