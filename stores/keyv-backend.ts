import type { KeyvStorageAdapter } from "keyv";
import {
  type Backend,
  type Backup,
  type BackupFile,
  type BackupOptions,
  CodedError,
  type FinishedEntry,
  type InboxLog,
  type Log,
  type LogEntry,
  type MarkChanges,
  type NewLogEntry,
  type Ownership,
  StoreDamaged,
  type StoredEntry,
  StoreUnavailable,
} from "#core";

/** A kind of store: what it is called, how to connect to it, and what its client's failures mean. */
export interface StoreKind {
  readonly name: string;
  /** Without user and password. */
  readonly place: string;
  connect(log: Log): Promise<Engine>;
  /** What a failure of its client comes to, in words that complete "The … store". */
  explain(cause: unknown): Explanation;
  readonly backups: BackupShelf;
}

/** Where a store's backups are kept, and how they are made: `backupsByCopy` does for any store. */
export interface BackupShelf {
  make(store: Backend, options: BackupOptions): Promise<Backup>;
  /** Newest first. */
  list(): readonly BackupFile[];
}

export interface Explanation {
  readonly reason: string;
  readonly hint?: string;
  /** Whether what is stored is damaged, so that only opening it anew helps. Default: false. */
  readonly damaged?: boolean;
}

/** A connected store: its Keyv adapter, and beside it what Keyv lacks. Its failures may be of any class. */
export interface Engine {
  readonly adapter: Pick<KeyvStorageAdapter, "get">;
  /** Throws when this is no longer the store that was opened. */
  verify(): Promise<void>;
  /** Throws unless a key that was not found can be believed to be absent. */
  verifyAbsent(key: string): Promise<void>;
  /** Notes that its files are damaged; undefined where opening anew mends nothing. @returns what to throw from then on. */
  readonly distrust?: () => StoreDamaged;
  compareAndSet(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    marks: MarkChanges,
  ): Promise<boolean>;
  scan(prefix: string): AsyncIterable<readonly [key: string, value: string]>;
  entriesOf(keys: readonly string[]): Promise<readonly StoredEntry[]>;
  marked(mark: string, upTo: number): AsyncIterable<string>;
  readonly log: InboxLog;
  own(lost: (reason: string) => void): Promise<Ownership | undefined>;
  /** Asks the store itself, where {@link Engine.verify} may trust what is remembered. */
  check(): Promise<void>;
  examine(): AsyncIterable<string>;
  close(): Promise<void>;
}

/** What every store has in common: being open or not, and the one border where a foreign failure becomes ours. */
export class KeyvBackend implements Backend {
  readonly name: string;
  readonly place: string;
  readonly log: InboxLog;
  readonly #kind: StoreKind;
  #connecting: Promise<Engine> | undefined;
  #engine: Engine | undefined;
  /** Found since it was opened: then nothing more is asked of it. */
  #damage: StoreDamaged | undefined;
  readonly #distrusted = new Set<string>();

  constructor(kind: StoreKind) {
    this.name = kind.name;
    this.place = kind.place;
    this.#kind = kind;
    this.log = {
      append: (entries: readonly NewLogEntry[]): Promise<readonly LogEntry[]> =>
        this.#ask(async ({ log }) => (entries.length > 0 ? log.append(entries) : [])),
      unfinished: (limit: number, position?: string) => this.#ask(({ log }) => log.unfinished(limit, position)),
      at: (positions: readonly string[]): Promise<readonly LogEntry[]> =>
        this.#ask(async ({ log }) => (positions.length > 0 ? log.at(positions) : [])),
      held: (ids: readonly string[]): Promise<readonly string[]> =>
        this.#ask(async ({ log }) => (ids.length > 0 ? log.held(ids) : [])),
      finish: (positions: readonly string[], now: number) =>
        this.#ask(async ({ log }) => (positions.length > 0 ? log.finish(positions, now) : undefined)),
      forget: (time: number) => this.#ask(({ log }) => log.forget(time)),
      last: () => this.#ask(({ log }) => log.last()),
      finished: () => this.#each(({ log }) => log.finished()),
      adopt: (entries: readonly (LogEntry | FinishedEntry)[], last: string) =>
        this.#ask(({ log }) => log.adopt(entries, last)),
    };
  }

  async open(log: Log): Promise<void> {
    await this.#disconnect();
    const connecting = this.#kind.connect(log);
    this.#connecting = connecting;
    const engine = await connecting.catch((cause: unknown) => {
      throw this.#ours(cause);
    });
    // Closed while it was connecting: then it stays closed.
    if (this.#connecting !== connecting) return;
    this.#engine = engine;
    this.#damage = undefined;
  }

  read(key: string): Promise<string | undefined> {
    return this.#ask(async (engine) => {
      // The adapter, not Keyv: Keyv turns a failure into "nothing stored", and we would greet a friend as a stranger.
      const value: unknown = await engine.adapter.get(key);
      if (typeof value === "string") return value;
      if (value !== undefined) throw new StoreUnavailable(this.name, "holds something that is not text", undefined, "");
      await engine.verifyAbsent(key);
      return undefined;
    });
  }

  async compareAndSet(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    marks: MarkChanges = {},
  ): Promise<boolean> {
    if (Object.values(marks).some(Number.isNaN)) throw new RangeError("A mark must be a number.");
    return this.#ask((engine) => engine.compareAndSet(key, expected, next, marks));
  }

  scan(prefix: string): AsyncIterable<readonly [key: string, value: string]> {
    return this.#each((engine) => engine.scan(prefix));
  }

  entriesOf(keys: readonly string[]): Promise<readonly StoredEntry[]> {
    return this.#ask(async (engine) => (keys.length > 0 ? engine.entriesOf(keys) : []));
  }

  marked(mark: string, upTo = Number.POSITIVE_INFINITY): AsyncIterable<string> {
    return this.#each((engine) => engine.marked(mark, upTo));
  }

  examine(): AsyncIterable<string> {
    return this.#each((engine) => engine.examine());
  }

  own(lost: (reason: string) => void): Promise<Ownership | undefined> {
    return this.#ask((engine) => engine.own(lost));
  }

  async distrust(key: string): Promise<boolean> {
    const engine = this.#engine;
    if (!engine?.distrust || this.#distrusted.has(key)) return false;
    this.#distrusted.add(key);
    this.#damage ??= engine.distrust();
    return true;
  }

  check(): Promise<void> {
    return this.#ask((engine) => engine.check());
  }

  backup(options: BackupOptions = {}): Promise<Backup> {
    return this.#ask(() => this.#kind.backups.make(this, options));
  }

  async backups(): Promise<readonly BackupFile[]> {
    return this.#kind.backups.list();
  }

  async close(): Promise<void> {
    this.#damage = undefined;
    await this.#disconnect();
  }

  async #disconnect(): Promise<void> {
    const connecting = this.#connecting;
    this.#connecting = undefined;
    this.#engine = undefined;
    const engine = await connecting?.catch(() => undefined);
    await engine?.close();
  }

  async #ask<T>(question: (engine: Engine) => Promise<T>): Promise<T> {
    const engine = this.#engine;
    if (this.#damage) throw this.#damage;
    if (!engine) throw new StoreUnavailable(this.name, "is not open", undefined, "Open it before the first call.");
    try {
      return await question(engine);
    } catch (cause) {
      const error = this.#ours(cause);
      // Unless it has been opened anew meanwhile.
      if (error instanceof StoreDamaged && engine === this.#engine) this.#damage ??= error;
      throw error;
    }
  }

  async *#each<T>(source: (engine: Engine) => AsyncIterable<T>): AsyncIterable<T> {
    const items = await this.#ask(async (engine) => source(engine)[Symbol.asyncIterator]());
    try {
      for (;;) {
        const step = await this.#ask(() => items.next());
        if (step.done) return;
        yield step.value;
      }
    } finally {
      await items.return?.();
    }
  }

  #ours(cause: unknown): CodedError {
    if (cause instanceof CodedError) return cause;
    const { reason, hint, damaged } = this.#kind.explain(cause);
    return new (damaged ? StoreDamaged : StoreUnavailable)(this.name, reason, cause, hint);
  }
}
