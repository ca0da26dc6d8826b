import type { FinishedEntry, InboxLog, LogEntry, NewLogEntry } from "#core";
import type { Database } from "./database.ts";
import type { GroupWriter } from "./group-writer.ts";
import type { OpenedFile } from "./opened-file.ts";

const PAGE = 1_000;

/** The inbox as a table. Its positions are the table's own, which AUTOINCREMENT never gives out again. */
export class SqliteLog implements InboxLog {
  readonly #database: Database;
  readonly #file: OpenedFile;
  readonly #writer: GroupWriter;

  constructor(database: Database, file: OpenedFile, writer: GroupWriter) {
    this.#database = database;
    this.#file = file;
    this.#writer = writer;
  }

  append(entries: readonly NewLogEntry[]): Promise<readonly LogEntry[]> {
    return this.#writer.write(() =>
      entries.flatMap((entry) => {
        // Not RETURNING: a statement that answers with rows takes half as long again.
        const position = this.#database.insert(
          "INSERT INTO log(id, payload, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
          entry.id,
          entry.payload,
          entry.at,
        );
        return position === undefined ? [] : [{ ...entry, position: String(position) }];
      }),
    );
  }

  async unfinished(limit: number, position = "0"): Promise<readonly LogEntry[]> {
    const entries = await this.#entries("position > ? ORDER BY position LIMIT ?", Number(position), limit);
    if (entries.length === 0) this.#file.verify();
    return entries;
  }

  async at(positions: readonly string[]): Promise<readonly LogEntry[]> {
    const wanted = JSON.stringify(positions.map(Number));
    const entries = await this.#entries("position IN (SELECT value FROM json_each(?)) ORDER BY position", wanted);
    if (entries.length < positions.length) this.#file.verify();
    return entries;
  }

  async held(ids: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#database.patiently(() =>
      this.#database.all<{ id: string }>(
        "SELECT id FROM log WHERE id IN (SELECT value FROM json_each(?))",
        JSON.stringify(ids),
      ),
    );
    if (rows.length < ids.length) this.#file.verify();
    return rows.map(({ id }) => id);
  }

  finish(positions: readonly string[], now: number): Promise<void> {
    return this.#writer.write(() => {
      for (const position of positions) {
        // What was done need not be kept, only that it was.
        this.#database.run(
          "UPDATE log SET finished_at = ?, payload = '' WHERE position = ? AND finished_at IS NULL",
          now,
          Number(position),
        );
      }
    });
  }

  forget(time: number): Promise<void> {
    return this.#writer.write(() => {
      this.#database.run("DELETE FROM log WHERE finished_at < ?", time);
    });
  }

  async last(): Promise<string> {
    const rows = await this.#database.patiently(() =>
      this.#database.all<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'log'"),
    );
    if (rows.length === 0) this.#file.verify();
    return String(rows[0]?.seq ?? 0);
  }

  async *finished(): AsyncIterable<FinishedEntry> {
    for (let after = 0; ; ) {
      const page = await this.#database.patiently(() =>
        this.#database.all<{ id: string; position: number; finishedAt: number }>(
          `SELECT id, position, finished_at AS finishedAt FROM log
           WHERE finished_at IS NOT NULL AND position > ? ORDER BY position LIMIT ${PAGE}`,
          after,
        ),
      );
      if (page.length === 0) this.#file.verify();
      for (const entry of page) yield { ...entry, position: String(entry.position) };
      after = page.at(-1)?.position ?? 0;
      if (page.length < PAGE) return;
    }
  }

  adopt(entries: readonly (LogEntry | FinishedEntry)[], last: string): Promise<void> {
    return this.#writer.write(() => {
      for (const entry of entries) {
        const [payload, at, finishedAt] =
          "finishedAt" in entry ? ["", entry.finishedAt, entry.finishedAt] : [entry.payload, entry.at, null];
        this.#database.run(
          "INSERT INTO log(position, id, payload, at, finished_at) VALUES (?, ?, ?, ?, ?)",
          Number(entry.position),
          entry.id,
          payload,
          at,
          finishedAt,
        );
      }
      const whereNone = "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'log')";
      this.#database.run(`INSERT INTO sqlite_sequence(name, seq) SELECT 'log', 0 ${whereNone}`);
      this.#database.run("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'log'", Number(last));
    });
  }

  async #entries(which: string, ...values: (string | number)[]): Promise<LogEntry[]> {
    const rows = await this.#database.patiently(() =>
      this.#database.all<NewLogEntry & { position: number }>(
        `SELECT position, id, payload, at FROM log WHERE finished_at IS NULL AND ${which}`,
        ...values,
      ),
    );
    return rows.map((row) => ({ ...row, position: String(row.position) }));
  }
}
