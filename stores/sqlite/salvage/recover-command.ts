import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { devNull } from "node:os";
import { Database } from "../database.ts";
import { ENTRIES } from "../schema.ts";
import { untilDamage } from "./readable-rows.ts";
import type { RescuedStore } from "./rescued-store.ts";

const BARE = ["-batch", "-init", devNull];

/** Whether this machine has a `sqlite3` command that can recover. That of Debian and Ubuntu cannot read pages by number. */
export const isRecoverInstalled = (): boolean =>
  spawnSync("sqlite3", [...BARE, ":memory:", "SELECT count(*) FROM sqlite_dbpage"], { timeout: ANSWERS_WITHIN_MS })
    .status === 0;

/**
 * Lets `sqlite3 copy .recover` write what it finds into a database of its own.
 *
 * @returns whether it came to its end within the time allowed. What it wrote until then can be read all the same.
 */
export async function recoverInto(target: string, copy: string, timeoutMs: number): Promise<boolean> {
  rmSync(target, { force: true });
  const reading = spawn("sqlite3", [...BARE, copy, ".recover --ignore-freelist"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const writing = spawn("sqlite3", [...BARE, target], { stdio: [reading.stdout, "ignore", "ignore"] });
  const limit = setTimeout(() => [reading, writing].forEach((child) => void child.kill("SIGKILL")), timeoutMs);
  const ends = await Promise.allSettled([reading, writing].map((child) => once(child, "exit")));
  clearTimeout(limit);
  return ends.every((end) => end.status === "fulfilled" && end.value[0] === 0);
}

/** Offers what the command found: under the tables' names, or in `lost_and_found` where it knew no table. */
export function* offerRecovered(
  path: string,
  rescued: RescuedStore,
  isKnown: (key: string) => boolean,
): Generator<void> {
  const from = new Database(path, { readOnly: true });
  try {
    const offer = ({ key, value }: Record<"key" | "value", unknown>) => {
      if (typeof key === "string" && typeof value === "string") rescued.offer(key, value, "recover", isKnown);
    };
    yield* untilDamage(from, `SELECT key, value FROM ${ENTRIES} WHERE namespace = ''`, offer);
    const lost = "SELECT c0 AS key, c1 AS value FROM lost_and_found WHERE nfield = 4 AND c2 = '' AND c3 IS NULL";
    yield* untilDamage(from, lost, offer);
  } finally {
    from.close();
  }
}

const ANSWERS_WITHIN_MS = 5_000;
