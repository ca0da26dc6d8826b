import { backup, DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import type { SqliteDriver } from "@keyv/sqlite";
import { isBusy, isDamage } from "./sqlite-errors.ts";

/**
 * What survives: `process` a killed process, `power` also a power cut, at the price of one fsync for each group of
 * writes.
 */
export type Durability = "process" | "power";

/** How long SQLite itself waits for a lock, in ms. Short, because nothing else runs in this process meanwhile. */
const BLOCKING_WAIT_MS = 10;
const PAUSE_MS = 5;
/** A write-ahead log of 16 MB before it is folded into the file: the fsyncs of folding are what costs. */
const CHECKPOINT_PAGES = 4_000;
/**
 * In a large store each user's session lies on a page of its own, so that SQLite's usual 2 MB hold a few hundred of
 * them. Taken only as it is needed.
 */
const CACHE_KIB = 32_768;

/** 4 MB at a time between two reports of progress. */
const BACKUP_PAGES = 1_000;

export interface DatabaseOptions {
  /** How long others may keep the file locked. */
  readonly patienceMs?: number;
  readonly readOnly?: boolean;
  /** Called when SQLite finds the file damaged. */
  readonly onDamage?: () => void;
}

/** node:sqlite with a statement cache: preparing a statement takes longer than running it. */
export class Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #patienceMs: number;
  readonly #file: string;
  readonly #onDamage: () => void;
  #damage: unknown;

  constructor(file: string, { patienceMs = 5_000, readOnly = false, onDamage = () => {} }: DatabaseOptions = {}) {
    this.#file = file;
    this.#db = new DatabaseSync(file, { timeout: BLOCKING_WAIT_MS, readOnly });
    this.#patienceMs = patienceMs;
    this.#onDamage = onDamage;
  }

  /** Sets how it journals. @returns the journal mode it got, which on some network file systems is not `wal`. */
  journal(durability: Durability): string {
    const [row] = this.all<{ journal_mode: string }>("PRAGMA journal_mode = WAL");
    this.run(`PRAGMA synchronous = ${durability === "power" ? "FULL" : "NORMAL"}`);
    this.run(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    this.run(`PRAGMA cache_size = -${CACHE_KIB}`);
    return row?.journal_mode ?? "unknown";
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  iterate<Row>(sql: string, ...values: SQLInputValue[]): Iterable<Row> {
    return this.#statement(sql).iterate(...values) as Iterable<Row>;
  }

  /** @returns how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }

  /** @returns the row id that an INSERT of one row gave, or undefined if it was not carried out for a conflict. */
  insert(sql: string, ...values: SQLInputValue[]): number | undefined {
    const { changes, lastInsertRowid } = this.#statement(sql).run(...values);
    return Number(changes) === 0 ? undefined : Number(lastInsertRowid);
  }

  /** @param work must not await: another caller's statements would fall into its transaction. */
  transaction<T>(work: () => T): T {
    this.run("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.run("COMMIT");
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.run("ROLLBACK");
      throw error;
    }
  }

  /** Tries until the file is no longer locked by others, letting this process get on with its work in between. */
  async patiently<T>(action: () => T): Promise<T> {
    // What damage has made of the file must not be written on.
    if (this.#damage) throw this.#damage;
    const deadline = performance.now() + this.#patienceMs;
    for (;;) {
      try {
        return action();
      } catch (error) {
        if (isDamage(error)) {
          this.giveUp(error);
          this.#onDamage();
        }
        if (!isBusy(error) || performance.now() >= deadline) throw error;
      }
      await pause(PAUSE_MS);
    }
  }

  /** For damage that SQLite reports as a result, not as a failure. */
  foundDamaged(): void {
    this.#onDamage();
  }

  /**
   * Folds the write-ahead log into the file now, so that what it takes of a full disk can be used again.
   * @returns whether that gained anything.
   */
  foldLog(): boolean {
    try {
      const [folded] = this.all<{ busy: number; log: number }>("PRAGMA wal_checkpoint(FULL)");
      if (folded?.busy !== 0 || folded.log <= 0) return false;
      // By itself it would not tell whether there was anything to fold: it counts what is left.
      this.all("PRAGMA wal_checkpoint(TRUNCATE)");
      return true;
    } catch {
      return false;
    }
  }

  /** Copies the whole file with SQLite's online backup, on threads of SQLite's own, while others write. */
  async backupTo(file: string, progress: (done: number, total: number) => void): Promise<void> {
    await backup(this.#db, file, {
      rate: BACKUP_PAGES,
      progress: ({ totalPages, remainingPages }) => progress(totalPages - remainingPages, totalPages),
    });
  }

  /** Lets SQLite read what it can of a damaged file, instead of refusing all of it. For copies only. */
  tolerateDamage(): void {
    this.#db.enableDefensive(false);
    this.#db.exec("PRAGMA writable_schema = ON");
  }

  /** This connection as what `@keyv/sqlite` calls a driver. */
  asKeyvDriver(): SqliteDriver {
    return {
      name: "custom",
      connect: async () => ({
        query: (sql: string, ...values: unknown[]) =>
          this.patiently(() => this.all(sql, ...(values as SQLInputValue[]))),
        close: async () => this.close(),
      }),
    };
  }

  close(): void {
    this.#statements.clear();
    if (!this.#db.isOpen) return;
    // The last connection folds the write-ahead log into the file, and a damaged file must stay as it is.
    const keeper = this.#damage ? readOnlyConnection(this.#file) : undefined;
    this.#db.close();
    keeper?.close();
  }

  /** Nothing more is read or written: all that is left is to close it. */
  giveUp<E>(damage: E): E {
    this.#damage ??= damage;
    return damage;
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** One that has the write-ahead log in use, however damaged the file is. */
function readOnlyConnection(file: string): DatabaseSync {
  const connection = new DatabaseSync(file, { readOnly: true });
  try {
    connection.prepare("SELECT count(*) FROM sqlite_schema").get();
  } catch {
    // The attempt is enough.
  }
  return connection;
}
