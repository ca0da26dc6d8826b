import type { Database } from "./database.ts";
import { ENTRIES } from "./schema.ts";

/** What is wrong with the file as SQLite sees it, and with how our tables hang together. */
export async function* examine(database: Database): AsyncGenerator<string, void, undefined> {
  const verdicts = await database.patiently(() =>
    database.all<{ integrity_check: string }>(`PRAGMA integrity_check(${MOST_TOLD})`),
  );
  const damage = verdicts.map(({ integrity_check }) => integrity_check).filter((verdict) => verdict !== "ok");
  // From then on it is known to whoever uses the file, and mended.
  if (damage.length > 0) database.foundDamaged();
  for (const verdict of damage) yield `The file is damaged: ${verdict}.`;
  if (damage.length > 0) return;
  const [stray] = await database.patiently(() =>
    database.all<{ count: number }>(
      `SELECT count(*) AS count FROM marks WHERE NOT EXISTS
         (SELECT 1 FROM ${ENTRIES} WHERE ${ENTRIES}.key = marks.key AND namespace = '')`,
    ),
  );
  if (stray && stray.count > 0) yield `${stray.count} marks belong to keys that are not there.`;
}

const MOST_TOLD = 10;
