import { execFileSync, spawnSync } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test, vi } from "vitest";
import { Database } from "../database.ts";
import { giveBirth } from "../schema.ts";
import { mendedCopy } from "./mended-copy.ts";
import { isRecoverInstalled, offerRecovered, recoverInto } from "./recover-command.ts";
import { RescuedStore } from "./rescued-store.ts";
import { overwrite, PAGE_SIZE, Store, sessionsIn, USERS } from "./store.fixture.ts";

const recovers = isRecoverInstalled();
if (!recovers)
  console.warn(
    "Skipped: the sqlite3 command here has no .recover; those from sqlite.org have, those of Debian do not.",
  );
const isInstalled = spawnSync("sqlite3", ["-version"]).status === 0;

async function recovered(store: Store): Promise<RescuedStore> {
  const found = join(store.dir.path, "found.sqlite");
  const copy = await mendedCopy(store.file, join(store.dir.path, "copy.sqlite"));
  expect(await recoverInto(found, copy.path, 30_000)).toBe(true);
  const to = new Database(join(store.dir.path, "new.sqlite"));
  giveBirth(to);
  const rescued = new RescuedStore(to);
  for (const _ of offerRecovered(found, rescued, () => true));
  to.close();
  return rescued;
}

test.runIf(recovers)("the sqlite3 command finds every session below a destroyed page", async () => {
  await using store = await Store.filled();
  const database = new DatabaseSync(store.file, { readOnly: true });
  const inner = database.prepare("SELECT pageno FROM dbstat WHERE name = 'entries' AND pagetype = 'internal'").all();
  database.close();
  for (const { pageno } of inner)
    await overwrite(store.file, Buffer.alloc(PAGE_SIZE), (Number(pageno) - 1) * PAGE_SIZE);
  const rescued = await recovered(store);
  expect(rescued.sessions).toBe(USERS);
  expect(rescued.cameFrom("recover")).toBe(USERS);
});

test.runIf(isInstalled)("what .recover prints is taken from its tables, and from lost_and_found", async () => {
  await using store = await Store.filled();
  const session = (user: number) => `'session:${user}', '{"format":2,"user":${user}}', '', NULL`;
  const printed = [
    "CREATE TABLE entries(key, value, namespace, expires);",
    `INSERT INTO entries VALUES (${session(1)});`,
    "CREATE TABLE lost_and_found(rootpgno, pgno, nfield, id, c0, c1, c2, c3, c4);",
    `INSERT INTO lost_and_found VALUES (9, 9, 4, 1, ${session(2)}, NULL), (9, 9, 5, 1, 'x', 'y', 'z', NULL, 1);`,
  ];
  const real = execFileSync("sh", ["-c", "command -v sqlite3"], { encoding: "utf8" }).trim();
  const script = `case "$*" in *.recover*) cat <<'SQL'\n${printed.join("\n")}\nSQL\n;; *) exec ${real} "$@";; esac`;
  await pretend(store, script);
  const rescued = await recovered(store);
  expect(rescued.sessions).toBe(2);
  vi.unstubAllEnvs();
});

/** Puts a program of this name in the place of the real one, for this test. */
async function pretend(store: Store, script: string): Promise<void> {
  const bin = join(store.dir.path, "bin");
  await mkdir(bin);
  await writeFile(join(bin, "sqlite3"), `#!/bin/sh\n${script}\n`);
  await chmod(join(bin, "sqlite3"), 0o755);
  vi.stubEnv("PATH", `${bin}:/bin:/usr/bin`);
}

test("a salvage without the sqlite3 command saves the same, and says how it went", async () => {
  await using store = await Store.filled();
  vi.stubEnv("PATH", join(store.dir.path, "nothing"));
  await overwrite(store.file, Buffer.alloc(PAGE_SIZE), 0);
  expect(await sessionsIn(await store.open())).toHaveLength(USERS);
  expect(store.log.at("info").map(({ event }) => event)).toEqual(["salvage went without sqlite3 .recover"]);
  vi.unstubAllEnvs();
});

test("a sqlite3 command that fails halfway is of no harm", async () => {
  await using store = await Store.filled();
  await pretend(store, 'case "$*" in *dbpage*) exit 0;; *) echo "CREATE TABLE entries(nonsense;"; exit 3;; esac');
  await overwrite(store.file, Buffer.alloc(PAGE_SIZE), 0);
  expect(await sessionsIn(await store.open())).toHaveLength(USERS);
  expect(store.log.at("warn").map(({ event }) => event)).toContain("sqlite3 .recover did not come to its end");
  vi.unstubAllEnvs();
});

test("a sqlite3 command that hangs is ended", async () => {
  await using store = await Store.filled();
  await pretend(store, "exec sleep 60");
  expect(await recoverInto(join(store.dir.path, "found.sqlite"), store.file, 200)).toBe(false);
  vi.unstubAllEnvs();
});
