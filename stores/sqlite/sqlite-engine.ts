import { existsSync } from "node:fs";
import { KeyvSqlite } from "@keyv/sqlite";
import { type MarkChanges, type Ownership, StoreDamaged, type StoredEntry } from "#core";
import type { Engine } from "../keyv-backend.ts";
import { damageNote } from "./damage.ts";
import type { Database } from "./database.ts";
import { examine } from "./examine.ts";
import { GroupWriter } from "./group-writer.ts";
import type { OpenedFile } from "./opened-file.ts";
import { takeOwnership } from "./owner-lock.ts";
import { removeUnfinished } from "./replaced-file.ts";
import { ENTRIES } from "./schema.ts";
import { DAMAGE_HINT } from "./sqlite-errors.ts";
import { SqliteLog } from "./sqlite-log.ts";

const PAGE = 200;

/** Reads go through Keyv's adapter, conditional writes beside it and in groups, all over one connection. */
export class SqliteEngine implements Engine {
  readonly adapter: KeyvSqlite;
  readonly log: SqliteLog;
  readonly #database: Database;
  readonly #file: OpenedFile;
  readonly #writer: GroupWriter;
  #owned: Ownership | undefined;

  constructor(database: Database, file: OpenedFile) {
    this.#database = database;
    this.#file = file;
    this.#writer = new GroupWriter(database, () => file.verify());
    this.adapter = new KeyvSqlite({ uri: `sqlite://${file.path}`, table: ENTRIES, driver: database.asKeyvDriver() });
    this.log = new SqliteLog(database, file, this.#writer);
  }

  compareAndSet(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    marks: MarkChanges,
  ): Promise<boolean> {
    return this.#writer.write(() => {
      if (!this.#replace(key, expected, next)) return false;
      if (next === undefined) this.#database.run("DELETE FROM marks WHERE key = ?", key);
      else for (const [name, score] of Object.entries(marks)) this.#mark(key, name, score);
      return true;
    });
  }

  async *scan(prefix: string): AsyncIterable<readonly [string, string]> {
    const from = (comparison: ">" | ">=", key: string) =>
      this.#read<{ key: string; value: string }>(
        `SELECT key, value FROM ${ENTRIES} WHERE namespace = '' AND key ${comparison} ? ORDER BY key LIMIT ${PAGE}`,
        key,
      );
    let page = await from(">=", prefix);
    if (page.length === 0) this.#file.verify();
    for (;;) {
      for (const { key, value } of page) {
        if (!key.startsWith(prefix)) return;
        yield [key, value];
      }
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      page = await from(">", last.key);
    }
  }

  async entriesOf(keys: readonly string[]): Promise<readonly StoredEntry[]> {
    const found: StoredEntry[] = [];
    for (const key of keys) {
      // One statement sees one state of the file, whoever else writes.
      const rows = await this.#read<{ value: string; name: string | null; score: number | null }>(
        `SELECT value, name, score FROM ${ENTRIES} LEFT JOIN marks USING (key) WHERE key = ? AND namespace = ''`,
        key,
      );
      const marks = rows.flatMap(({ name, score }) =>
        name === null || score === null ? [] : [[name, score] as const],
      );
      const [row] = rows;
      if (row) found.push({ key, value: row.value, marks: Object.fromEntries(marks) });
    }
    if (found.length < keys.length) this.#file.verify();
    return found;
  }

  async *marked(mark: string, upTo: number): AsyncIterable<string> {
    let [score, key] = [Number.NEGATIVE_INFINITY, ""];
    for (;;) {
      const page = await this.#read<{ score: number; key: string }>(
        `SELECT score, key FROM marks WHERE name = ? AND score <= ? AND (score, key) > (?, ?)
         ORDER BY score, key LIMIT ${PAGE}`,
        mark,
        upTo,
        score,
        key,
      );
      if (page.length === 0) this.#file.verify();
      for (const marked of page) {
        yield marked.key;
        ({ score, key } = marked);
      }
      if (page.length < PAGE) return;
    }
  }

  async own(): Promise<Ownership | undefined> {
    const ownership = takeOwnership(this.#file.path);
    if (!ownership) return undefined;
    try {
      // Whoever had the lock before may have put another file in its place.
      this.#file.verify();
    } catch (error) {
      await ownership.release();
      throw error;
    }
    removeUnfinished(this.#file.path);
    this.#owned = ownership;
    return ownership;
  }

  async verify(): Promise<void> {
    this.#file.verify();
  }

  /** A mark without its entry means that the way to the entry is damaged: both are written and deleted together. */
  async verifyAbsent(key: string): Promise<void> {
    this.#file.verify();
    const orphaned = await this.#read(
      `SELECT 1 FROM marks WHERE key = ?1 AND NOT EXISTS (SELECT 1 FROM ${ENTRIES} WHERE key = ?1 AND namespace = '') LIMIT 1`,
      key,
    );
    if (orphaned.length > 0) throw this.distrust();
  }

  readonly distrust = (): StoreDamaged => {
    this.#database.foundDamaged();
    return this.#database.giveUp(new StoreDamaged("SQLite", "is damaged", undefined, DAMAGE_HINT));
  };

  async check(): Promise<void> {
    this.#file.verify();
    // Another process may have met damage where this one has not looked yet.
    if (existsSync(damageNote(this.#file.path))) {
      throw this.distrust();
    }
    await this.#read("SELECT id FROM birth");
  }

  examine(): AsyncIterable<string> {
    this.#file.verify();
    return examine(this.#database);
  }

  async close(): Promise<void> {
    // The next owner must find what we were writing.
    await this.#writer.settled();
    await this.#owned?.release();
    await this.adapter.disconnect();
    this.#file.forget();
  }

  #replace(key: string, expected: string | undefined, next: string | undefined): boolean {
    const db = this.#database;
    if (expected === undefined) {
      if (next === undefined)
        return db.all(`SELECT 1 FROM ${ENTRIES} WHERE key = ? AND namespace = ''`, key).length === 0;
      return db.run(`INSERT INTO ${ENTRIES}(key, value) VALUES (?, ?) ON CONFLICT DO NOTHING`, key, next) === 1;
    }
    const held = "WHERE key = ? AND namespace = '' AND value = ?";
    if (next === undefined) return db.run(`DELETE FROM ${ENTRIES} ${held}`, key, expected) === 1;
    return db.run(`UPDATE ${ENTRIES} SET value = ? ${held}`, next, key, expected) === 1;
  }

  #mark(key: string, name: string, score: number | null): void {
    if (score === null) this.#database.run("DELETE FROM marks WHERE key = ? AND name = ?", key, name);
    else {
      this.#database.run(
        "INSERT INTO marks(key, name, score) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET score = excluded.score",
        key,
        name,
        score,
      );
    }
  }

  #read<Row>(sql: string, ...values: (string | number)[]): Promise<Row[]> {
    return this.#database.patiently(() => this.#database.all<Row>(sql, ...values));
  }
}
