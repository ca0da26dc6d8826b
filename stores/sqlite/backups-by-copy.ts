import { resolve } from "node:path";
import { type Backend, type BackupOptions, copyStore, silentLog } from "#core";
import type { BackupShelf } from "../keyv-backend.ts";
import { makeBackup } from "./backup.ts";
import { backupsIn } from "./backup-files.ts";
import { sqliteBackend } from "./sqlite-backend.ts";

/**
 * Backups of any store: entry by entry into a new SQLite file.
 *
 * @param base what their names begin with, such as `redis`.
 * @param directory default: `sessions/backups`.
 */
export function backupsByCopy(base: string, directory = "sessions/backups"): BackupShelf {
  const place = { base, directory: resolve(directory) };
  return {
    make: (store: Backend, options: BackupOptions) =>
      makeBackup(place, (file) => copyInto(file, store, options), options),
    list: () => backupsIn(place),
  };
}

async function copyInto(file: string, store: Backend, { progress = () => {}, signal }: BackupOptions) {
  const target = sqliteBackend({ file });
  await target.open(silentLog);
  try {
    const { entries } = await copyStore(store, target, (done, total) => {
      signal?.throwIfAborted();
      progress(done, total);
    });
    return { entries };
  } finally {
    await target.close();
  }
}
