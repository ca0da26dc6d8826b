import type { InjectionToken } from "tsyringe";
import type { Log } from "./log.ts";

/**
 * Where everything durable lives: bytes by key with compare-and-set, the ordered log of the inbox, the owner's lock.
 *
 * What a backend promises, and `stores/contract` checks:
 * - A call that could not be carried out throws {@link StoreUnavailable}; no failure looks like an empty answer.
 * - Every write is durable against a killed process when its promise resolves. One that throws may have been
 *   carried out all the same: the caller looks before it tries again.
 * - A store that was born and has lost its birth record since `open` (a Redis restarted empty) is unavailable,
 *   for reads and writes alike, until it is opened anew.
 * - A call that meets damage throws {@link StoreDamaged}, and so does every later one until it is opened anew, which mends it.
 * - A call made before `open` has resolved, or after `close`, throws; but for `backups`.
 */
export interface Backend {
  /** Such as `SQLite`: shown in logs and errors. */
  readonly name: string;
  /** Where it is, without secrets: a path, or an address stripped of user and password. */
  readonly place: string;

  /**
   * Connects; creates what is missing; checks header, size and schema, never the whole store, so that a start
   * does not grow with it. A damaged store is set aside and what is readable is carried over; `log` says so.
   * On a backend that is open or closed it opens anew: so a store that has lost its birth record is accepted again.
   *
   * @throws {StoreUnusable} when only a person can help (no permission, a directory in its place, a wrong password).
   * @throws {StoreUnavailable} when trying again may help (locked, not running).
   */
  open(log: Log): Promise<void>;

  read(key: string): Promise<string | undefined>;

  /**
   * Writes `next` if the key holds exactly `expected`; `undefined` stands for absent, so this also creates and deletes.
   * `marks` are changed in the same atomic write; a deleted key loses all of its marks, and an absent one takes none.
   *
   * @returns false on a conflict, and then nothing was written.
   */
  compareAndSet(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    marks?: MarkChanges,
  ): Promise<boolean>;

  /** Every key that begins with `prefix`, with its value. Entries changed meanwhile may show either state. */
  scan(prefix: string): AsyncIterable<readonly [key: string, value: string]>;

  /** The entries of these keys with their marks, each as it was at one instant; absent ones are left out. For copying. */
  entriesOf(keys: readonly string[]): Promise<readonly StoredEntry[]>;

  /** Keys that carry `mark` with a number up to `upTo` (default: any), lowest first, equals in any order. Costs what it yields. */
  marked(mark: string, upTo?: number): AsyncIterable<string>;

  readonly log: InboxLog;

  /**
   * Becomes the one owner of this store, or answers undefined while another process is.
   * The lock goes when its process dies (SQLite: at once; Redis: with a lease of 5 s).
   *
   * @param lost called when the lock was lost without {@link Ownership.release}: stop working at once.
   * @throws {StoreReplaced} when what was opened is not what lies there now.
   */
  own(lost: (reason: string) => void): Promise<Ownership | undefined>;

  /**
   * Takes a hint that what it gives under this key was written under another.
   *
   * @returns whether opening it anew may mend that: then it is damaged from now on, and throws as such until it is opened
   * anew. Asked about the same key again, it has no further remedy.
   */
  distrust(key: string): Promise<boolean>;

  /** Whether the store answers and is still the one that was opened. @throws {StoreUnavailable} if not. */
  check(): Promise<void>;

  /**
   * Looks through all of it for what should not be so, beside what the values themselves say: takes long, changes nothing.
   *
   * @returns a sentence for each thing found.
   */
  examine(): AsyncIterable<string>;

  /**
   * Keeps all that is stored in a file of its own, while others go on with their work: a SQLite store, whatever this one
   * is, so that `sqlite:<file>` opens it. It gets its name when it is complete, on the disk, and was read back.
   *
   * @throws {BackupFailed} and then nothing is left of it.
   */
  backup(options?: BackupOptions): Promise<Backup>;

  /** What lies where this store keeps its backups, newest first. The store need not be open: it may be what was lost. */
  backups(): Promise<readonly BackupFile[]>;

  /** Releases everything. Safe to call twice, and without `open`. */
  close(): Promise<void>;
}

export const Backend: InjectionToken<Backend> = Symbol("Backend");

/** Numbers by which a key can be found again; null takes the mark away. Marks that are not named stay as they are. */
export type MarkChanges = Readonly<Record<string, number | null>>;

export interface StoredEntry {
  readonly key: string;
  readonly value: string;
  readonly marks: Readonly<Record<string, number>>;
}

export interface BackupOptions {
  /** Default: where this store keeps its backups, named after the time. */
  readonly file?: string;
  /** In ms since the epoch. Default: now. */
  readonly at?: number;
  readonly progress?: Progress;
  /** Gives the backup up. */
  readonly signal?: AbortSignal;
}

/** How far long work is. `total` is undefined as long as nobody knows. */
export type Progress = (done: number, total: number | undefined) => void;

export interface BackupFile {
  readonly path: string;
  /** When it was begun, in ms since the epoch. */
  readonly at: number;
}

export interface Backup extends BackupFile {
  readonly sessions: number;
  /** Sessions that were damaged in the store already, and are so in the backup. */
  readonly damaged: number;
  readonly bytes: number;
}

export interface Ownership {
  release(): Promise<void>;
}

/** The inbox as the backend keeps it: append if new, unfinished ones in order or by position, finish, forget. Its order is arrival. */
export interface InboxLog {
  /**
   * Appends the entries whose id the log does not hold, in their order and atomically.
   * Finished entries still count as held until they are forgotten.
   *
   * @returns the appended ones with their positions; what is missing was there already.
   */
  append(entries: readonly NewLogEntry[]): Promise<readonly LogEntry[]>;

  /** Entries not yet finished, oldest first, beginning after `position` (default: at the oldest). */
  unfinished(limit: number, position?: string): Promise<readonly LogEntry[]>;

  /** The entries at these positions, oldest first; finished and unknown ones are left out. */
  at(positions: readonly string[]): Promise<readonly LogEntry[]>;

  /** Those of these ids that the log holds, finished ones included. */
  held(ids: readonly string[]): Promise<readonly string[]>;

  /** Marks entries as done at `now` (ms since the epoch). Unknown or finished positions are passed over. */
  finish(positions: readonly string[], now: number): Promise<void>;

  /** Drops the ids of entries finished before `time` (ms since the epoch): they can no longer come back. */
  forget(time: number): Promise<void>;

  /** The position given out last, "0" if none was. */
  last(): Promise<string>;

  /** Every id that is held though its entry is finished, in any order. For copying. */
  finished(): AsyncIterable<FinishedEntry>;

  /**
   * Takes over what another log held, positions included, because sessions and notes name them. What is given out from
   * then on lies beyond `last` and beyond all of these.
   *
   * @param entries in the order of their positions, which lie beyond what this log has given out.
   */
  adopt(entries: readonly (LogEntry | FinishedEntry)[], last: string): Promise<void>;
}

export interface FinishedEntry {
  readonly id: string;
  readonly position: string;
  /** In ms since the epoch. */
  readonly finishedAt: number;
}

export interface NewLogEntry {
  /** What makes it the same entry when it comes twice. */
  readonly id: string;
  readonly payload: string;
  /** Time of arrival, in ms since the epoch. */
  readonly at: number;
}

export interface LogEntry extends NewLogEntry {
  /** A whole number in decimal, never reused: later entries have higher ones. */
  readonly position: string;
}
