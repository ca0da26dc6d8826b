import { weighCopy } from "#core";
import type { Database } from "../database.ts";
import { ENTRIES } from "../schema.ts";
import type { LogRow } from "./loose-rows.ts";

/** Where a copy was found: by the tree of the file, by the `sqlite3` command, on a page that no tree leads to, in a backup. */
export type Source = "file" | "recover" | "pages" | "backup";

/** A higher position was made by damage, and would leave no room for further ones. */
const HIGHEST_POSITION = 2 ** 48;

/** The new file while it is being filled, with the best copy there is of everything. */
export class RescuedStore {
  /** Sessions that did not come by the tree of the file. */
  readonly #elsewhere = new Map<string, Source>();
  readonly #damaged = new Set<string>();
  readonly #to: Database;
  #sessions = 0;

  constructor(to: Database) {
    this.#to = to;
  }

  get sessions(): number {
    return this.#sessions - this.#damaged.size;
  }

  /** Sessions of which there is nothing better than a damaged copy: their users are told when they come. */
  get damaged(): number {
    return this.#damaged.size;
  }

  cameFrom(source: Source): number {
    if (source === "file") return this.sessions - this.#elsewhere.size;
    return [...this.#elsewhere.values()].filter((each) => each === source).length;
  }

  /** Whether nothing is there, or nothing that is whole. */
  lacks(key: string): boolean {
    return this.#damaged.has(key) || this.#stored(key) === undefined;
  }

  /** Whether it is the key of a session, of which nothing is there. */
  isLostSession(key: string): boolean {
    return weighCopy(key, "").isSession && this.#stored(key) === undefined;
  }

  /**
   * Takes a copy if it is better than what is there: a whole one, and of two whole ones the later one.
   *
   * @param isKnown whether a key may be there at all: what is not was deleted.
   */
  offer(key: string, value: string, source: Source, isKnown: (key: string) => boolean = () => true): void {
    if (this.#stored(key) === value) return;
    const copy = weighCopy(key, value);
    if (!isKnown(copy.key)) return;
    const there = this.#stored(copy.key);
    if (there === value) return;
    if (there !== undefined) {
      const held = weighCopy(copy.key, there);
      const isBetter = copy.sound && (!held.sound || copy.revision > held.revision);
      if (!copy.isSession || !isBetter) return;
    }
    this.#to.run(
      `INSERT INTO ${ENTRIES}(key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
      copy.key,
      value,
    );
    if (!copy.isSession) return;
    if (there === undefined) this.#sessions++;
    this.#note(copy.key, copy.sound, source);
    if (copy.marks) this.#setMarks(copy.key, copy.marks);
  }

  /** A mark that follows from its session is not believed. */
  offerMark(key: string, name: string, score: number): void {
    const there = this.#stored(key);
    if (there === undefined || name in (weighCopy(key, there).marks ?? {})) return;
    this.#to.run("INSERT OR IGNORE INTO marks(key, name, score) VALUES (?, ?, ?)", key, name, score);
  }

  /** Finished entries too: they are what an update that comes twice is known by. */
  offerLogRow({ position, id, payload, at, finished_at }: LogRow): void {
    const [there] = this.#to.all<{ finished_at: number | null }>("SELECT finished_at FROM log WHERE id = ?", id);
    if (there) {
      if (there.finished_at !== null || finished_at === null) return;
      this.#to.run("UPDATE log SET payload = '', finished_at = ? WHERE id = ?", finished_at, id);
      return;
    }
    const isFree = this.#to.all("SELECT 1 FROM log WHERE position = ?", position).length === 0;
    const place = isPosition(position) && isFree ? position : null;
    const columns = "position, id, payload, at, finished_at";
    this.#to.run(`INSERT INTO log(${columns}) VALUES (?, ?, ?, ?, ?)`, place, id, payload, at, finished_at);
  }

  /**
   * No position may ever come again, and the last one given out may be lost: so the log goes on at the number of the
   * present millisecond, which no inbox has counted up to.
   */
  continueLog(): void {
    const [highest] = this.#to.all<{ position: number | null }>("SELECT max(position) AS position FROM log");
    this.#to.run("DELETE FROM sqlite_sequence WHERE name = 'log'");
    const last = Math.max(highest?.position ?? 0, Date.now());
    this.#to.run("INSERT INTO sqlite_sequence(name, seq) VALUES ('log', ?)", last);
  }

  #stored(key: string): string | undefined {
    const sql = `SELECT value FROM ${ENTRIES} WHERE key = ? AND namespace = ''`;
    return this.#to.all<{ value: string }>(sql, key)[0]?.value;
  }

  #note(key: string, sound: boolean, source: Source): void {
    if (sound) this.#damaged.delete(key);
    else this.#damaged.add(key);
    if (sound && source !== "file") this.#elsewhere.set(key, source);
    else this.#elsewhere.delete(key);
  }

  #setMarks(key: string, marks: Readonly<Record<string, number | null>>): void {
    this.#to.run("DELETE FROM marks WHERE key = ?", key);
    for (const [name, score] of Object.entries(marks)) {
      if (score !== null) this.#to.run("INSERT INTO marks(key, name, score) VALUES (?, ?, ?)", key, name, score);
    }
  }
}

const isPosition = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value > 0 && value <= HIGHEST_POSITION;
