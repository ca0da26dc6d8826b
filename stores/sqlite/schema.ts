import { randomUUID } from "node:crypto";
import type { Database } from "./database.ts";

/** `Hold`, where SQLite lets a program sign its files. */
const APPLICATION_ID = 0x486f6c64;
const SCHEMA_VERSION = 1;

/** The table of `@keyv/sqlite`, in the shape it expects, so that it finds it there and all of ours is born at once. */
export const ENTRIES = "entries";

const SCHEMA = [
  `CREATE TABLE ${ENTRIES}(key VARCHAR(255) NOT NULL, value TEXT, namespace VARCHAR(255) NOT NULL DEFAULT '',
     expires BIGINT DEFAULT NULL, UNIQUE(key, namespace))`,
  `CREATE INDEX ${ENTRIES}_expires_idx ON ${ENTRIES} (expires) WHERE expires IS NOT NULL`,
  "CREATE TABLE marks(key TEXT NOT NULL, name TEXT NOT NULL, score REAL NOT NULL, PRIMARY KEY(key, name)) WITHOUT ROWID",
  "CREATE INDEX marks_by_score ON marks(name, score, key)",
  `CREATE TABLE log(position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, payload TEXT NOT NULL,
     at REAL NOT NULL, finished_at REAL)`,
  "CREATE INDEX log_unfinished ON log(position) WHERE finished_at IS NULL",
  "CREATE INDEX log_finished ON log(finished_at) WHERE finished_at IS NOT NULL",
  "CREATE TABLE birth(id TEXT NOT NULL)",
];

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  [ENTRIES]: ["key", "value", "namespace", "expires"],
  marks: ["key", "name", "score"],
  log: ["position", "id", "payload", "at", "finished_at"],
  birth: ["id"],
};

/** Whose file this is: nobody's yet, ours, ours from a later version, or another program's. */
export type Kind = "blank" | "ours" | "newer" | "foreign";

export function kindOf(database: Database): Kind {
  const [application] = database.all<{ application_id: number }>("PRAGMA application_id");
  const [version] = database.all<{ user_version: number }>("PRAGMA user_version");
  const [objects] = database.all<{ count: number }>("SELECT count(*) AS count FROM sqlite_schema");
  if (application?.application_id !== APPLICATION_ID) return objects?.count === 0 ? "blank" : "foreign";
  return (version?.user_version ?? 0) > SCHEMA_VERSION ? "newer" : "ours";
}

/** Makes a blank file ours, all at once. Another process may have been quicker: then there is nothing left to do. */
export function giveBirth(database: Database): void {
  database.transaction(() => {
    if (kindOf(database) !== "blank") return;
    for (const statement of SCHEMA) database.run(statement);
    database.run("INSERT INTO birth(id) VALUES (?)", randomUUID());
    database.run(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    database.run(`PRAGMA application_id = ${APPLICATION_ID}`);
  });
}

/** Whether all that our tables should have is there. Reads the schema only. */
export const hasItsTables = (database: Database): boolean =>
  Object.keys(COLUMNS).every((table) => isIntact(database, table));

/** Whether anything says that this file was ever ours. */
export const wasOurs = (database: Database): boolean =>
  kindOf(database) !== "foreign" || Object.keys(COLUMNS).some((table) => isIntact(database, table));

/** Whether the schema is, to the letter, the one that this version makes: any later version must make another one. */
export function hasPresentSchema(database: Database): boolean {
  const there = database.all<{ sql: string }>("SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite%'");
  return there.length === SCHEMA.length && there.every(({ sql }) => SCHEMA.includes(sql));
}

function isIntact(database: Database, table: string): boolean {
  const there = database.all<{ name: string }>(`PRAGMA table_info(${table})`).map(({ name }) => name);
  return (COLUMNS[table] ?? []).every((column) => there.includes(column));
}
