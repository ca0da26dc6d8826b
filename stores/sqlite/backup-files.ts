import { readdirSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import { BackupFailed, type BackupFile } from "#core";
import { realPath } from "./private-files.ts";

/** Where the backups of a database file go, and what their names begin with. */
export interface BackupPlace {
  readonly directory: string;
  readonly base: string;
}

/** @param directory default: `backups/` beside the file. */
export function backupPlace(file: string, directory?: string): BackupPlace {
  const path = realPath(file);
  return { directory: directory ?? join(dirname(path), "backups"), base: parse(path).name };
}

/** Where a backup begun at `at` is kept: `<base>-2026-02-04T12-00-00-000Z.sqlite`. */
export const backupPath = ({ directory, base }: BackupPlace, at: number): string =>
  join(directory, `${base}-${timeInName(at)}.sqlite`);

/** The backups of a database file, newest first. Each is complete: what is still being written has another name. */
export const backupsOf = (file: string, directory?: string): BackupFile[] => backupsIn(backupPlace(file, directory));

/** As `backupsOf`, for a place that need not belong to a file. What else lies there is passed over. */
export function backupsIn({ directory, base }: BackupPlace): BackupFile[] {
  return namesIn(directory)
    .flatMap((name) => {
      const at = name.startsWith(`${base}-`) ? timeOfName(name.slice(base.length + 1)) : undefined;
      return at === undefined ? [] : [{ path: join(directory, name), at }];
    })
    .sort((one, other) => other.at - one.at);
}

/** A time as names of files can hold it, on every system. */
export const timeInName = (at: number): string => new Date(at).toISOString().replace(/[:.]/g, "-");

function timeOfName(rest: string): number | undefined {
  const [, day, hours, minutes, seconds, ms] =
    /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z\.sqlite$/.exec(rest) ?? [];
  const at = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${ms}Z`);
  return Number.isNaN(at) ? undefined : at;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    // Nothing was ever backed up there. Any other failure must not look like that.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    const reason = error instanceof Error ? error.message : String(error);
    throw new BackupFailed(
      `The backups in ${directory} can't be listed: ${reason}.`,
      "Make it a directory that the bot's user may read, or name another one in BACKUPS.",
      error,
    );
  }
}
