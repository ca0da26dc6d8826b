import { parentPort, workerData } from "node:worker_threads";
import { RUN_KEY } from "#core";
import type { Message, Task } from "./backup-task.ts";
import { Database } from "./database.ts";
import { ENTRIES } from "./schema.ts";
import { mustBeOurs, verdictOn } from "./verdict.ts";

// A thread for what takes long and knows no pause: SQLite copies and checks whole files. The bot goes on answering meanwhile.

const say = (message: Message) => parentPort?.postMessage(message);
try {
  const { file, source, entries, lasting } = workerData as Task;
  // Its own words for what is wrong with it are better than those of the copy.
  if (source !== undefined) mustBeOurs(source);
  const expected = source === undefined ? entries : await copyOnline(source, file);
  if (lasting) makeLasting(file);
  say({ result: verdictOn(file, expected) });
} catch (error) {
  const errcode = error instanceof Error && "errcode" in error ? error.errcode : undefined;
  say({ failure: error instanceof Error ? error.message : String(error), errcode });
}

/** @returns how many entries the copy must hold when it lasts. */
async function copyOnline(source: string, file: string): Promise<number> {
  const from = new Database(source, { readOnly: true });
  try {
    // One read transaction for all of it: else SQLite begins anew whenever somebody else writes, and under load never ends.
    const count = await from.patiently(() => {
      from.run("BEGIN");
      const [row] = from.all<{ count: number }>(`SELECT count(*) AS count FROM ${ENTRIES} WHERE key <> ?`, RUN_KEY);
      return row?.count ?? 0;
    });
    await from.backupTo(file, (done, total) => say({ done, total }));
    return count;
  } finally {
    from.close();
  }
}

/** One file that needs no other beside it. What belonged to a running process says nothing about the next one. */
function makeLasting(file: string): void {
  const database = new Database(file);
  try {
    database.run(`DELETE FROM ${ENTRIES} WHERE key = ?`, RUN_KEY);
    database.all("PRAGMA journal_mode = DELETE");
  } finally {
    database.close();
  }
}
