import { type Backend, type Log, StoreUnusable } from "#core";
import { KeyvBackend } from "../keyv-backend.ts";
import { makeBackup } from "./backup.ts";
import { backupPlace, backupsOf } from "./backup-files.ts";
import { damageOf, noteDamage } from "./damage.ts";
import { Database, type Durability } from "./database.ts";
import { OpenedFile } from "./opened-file.ts";
import { makePrivately, realPath } from "./private-files.ts";
import { finishReplacement } from "./replaced-file.ts";
import { finishSalvage, salvage } from "./salvage/salvage.ts";
import { giveBirth, kindOf } from "./schema.ts";
import { SqliteEngine } from "./sqlite-engine.ts";
import { explain } from "./sqlite-errors.ts";

export interface SqliteOptions {
  /** Such as `sessions/bot_data.sqlite`. Made when missing: its directory with mode 700, the file with 600. */
  readonly file: string;
  /** What a write survives: `process` (default) a killed process, `power` also a power cut. */
  readonly durability?: Durability;
  /** How long another process may keep the file locked before the store counts as unavailable, in ms. Default: 5,000. */
  readonly lockTimeoutMs?: number;
  /** Where its backups are kept. Default: `backups/` beside the file. */
  readonly backups?: string;
}

/** Keeps sessions in one SQLite file. Several processes of one machine may share it. */
export function sqliteBackend(options: SqliteOptions): Backend {
  const { durability = "process", lockTimeoutMs = 5_000 } = options;
  return new KeyvBackend({
    name: "SQLite",
    place: options.file,
    explain,
    backups: {
      make: (store, backup) =>
        makeBackup(backupPlace(options.file, options.backups), fillFrom(store, options.file), backup),
      list: () => backupsOf(options.file, options.backups),
    },
    async connect(log: Log) {
      const file = realPath(options.file);
      await finishReplacement(file);
      await finishSalvage(file);
      makePrivately(file);
      const damage = await damageOf(file, lockTimeoutMs);
      if (damage) await salvage(file, damage, log);
      const database = new Database(file, { patienceMs: lockTimeoutMs, onDamage: () => noteDamage(file) });
      try {
        const mode = await database.patiently(() => database.journal(durability));
        if (mode !== "wal") log.warn("write-ahead log refused", { file, mode });
        await database.patiently(() => giveBirth(database));
        if (kindOf(database) === "newer") throw tooNew(file);
        const engine = new SqliteEngine(database, new OpenedFile(file));
        await engine.adapter.ready;
        return engine;
      } catch (error) {
        database.close();
        throw error;
      }
    },
  });
}

const fillFrom = (store: Backend, file: string) => async () => {
  // Another file may lie there by now, or none.
  await store.check();
  return { source: realPath(file) };
};

const tooNew = (file: string) =>
  new StoreUnusable(`${file} was written by a later version of Holdfast.`, "Run that version, or name another file.");
