import type { RedisConnection } from "./connection.ts";
import type { Keys } from "./keys.ts";

/** What is wrong with how our keys hang together; Redis itself loads no file that is damaged. */
export async function* examine(
  connection: RedisConnection,
  keys: Keys,
  verify: () => Promise<void>,
): AsyncGenerator<string, void, undefined> {
  await verify();
  for (const name of await connection.call((client) => client.sMembers(keys.marks))) {
    const stray = await strayMarks(connection, keys, name);
    if (stray > 0) yield `${stray} marks "${name}" belong to keys that are not there.`;
  }
  const [held, waiting, finished] = await connection.call((client) =>
    client.multi().hLen(keys.logIds).xLen(keys.log).zCard(keys.logFinished).exec(),
  );
  if (Number(held) !== Number(waiting) + Number(finished)) {
    yield `The inbox holds ${held} ids for ${waiting} entries that wait and ${finished} that are finished.`;
  }
  await verify();
}

async function strayMarks(connection: RedisConnection, keys: Keys, name: string): Promise<number> {
  let stray = 0;
  let cursor = "0";
  do {
    const page = await connection.call((client) => client.zScan(keys.mark(name), cursor, { COUNT: PAGE }));
    for (const { value: key } of page.members) {
      // Asked once more together with its mark: it may have been deleted meanwhile, and then both are gone.
      const [isThere, mark] = await connection.call((client) =>
        client.multi().exists(keys.entry(key)).zScore(keys.mark(name), key).exec(),
      );
      if (Number(isThere) === 0 && mark !== null) stray += 1;
    }
    cursor = page.cursor;
  } while (cursor !== "0");
  return stray;
}

const PAGE = 500;
