import { mkdir, readFile, truncate, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openSessions } from "#core";
import { all } from "../../contract/store-under-test.ts";
import { backupPath, backupPlace } from "../backup-files.ts";
import { fillerOf, overwrite, PAGE_SIZE, Store, sessionsIn, USERS } from "./store.fixture.ts";

const lineOf = (store: Store) => store.log.at("error")[0]?.fields;

/** As `holdfast sessions backup` makes one. */
async function backUp(store: Store, at: number): Promise<string> {
  const path = backupPath(backupPlace(store.file), at);
  await mkdir(dirname(path), { recursive: true });
  const database = new DatabaseSync(store.file);
  database.prepare("VACUUM INTO ?").run(path);
  database.close();
  return path;
}

/** Overwrites the page with the user's session. */
async function wreckPageOf(store: Store, user: number): Promise<void> {
  const at = (await readFile(store.file)).indexOf(fillerOf(user));
  await overwrite(store.file, Buffer.alloc(PAGE_SIZE, 0xee), at - (at % PAGE_SIZE));
  await writeFile(`${store.file}.damaged`, "");
}

test("a session that is gone comes from the newest backup, and one that is there does not", async () => {
  await using store = await Store.filled();
  await backUp(store, 1_000);
  const backup = await backUp(store, 2_000);
  await openSessions(await store.open()).update(1, (session) => session.countTurn());
  await (await store.open()).close();
  await wreckPageOf(store, 200);
  const backend = await store.open();
  expect(await sessionsIn(backend)).toHaveLength(USERS);
  expect((await openSessions(backend).read(1))?.turnCount).toBe(1);
  const { from, lost, backup: asked } = lineOf(store) as { from: Record<string, number>; lost: number; backup: string };
  expect([asked, lost]).toEqual([backup, 0]);
  expect(from.backup).toBeGreaterThan(0);
  expect(from.backup).toBeLessThan(6);
  expect(await all(backend.marked("active"))).toHaveLength(USERS);
});

test("a session that was deleted since the backup stays deleted, as long as the file says what was there", async () => {
  await using store = await Store.filled();
  await backUp(store, 1_000);
  const sessions = openSessions(await store.open());
  const gone = await sessions.read(1);
  if (gone) await sessions.delete(gone);
  await (await store.open()).close();
  await wreckPageOf(store, 200);
  const backend = await store.open();
  expect(await sessionsIn(backend)).toHaveLength(USERS - 1);
  expect(await backend.read("session:1")).toBeUndefined();
});

test("of a file that is nothing any more, all comes from the backup; its unfinished turns wait for their users", async () => {
  await using store = await Store.filled();
  const before = await store.open();
  await before.compareAndSet("prompt:a", undefined, "hello");
  await before.compareAndSet("plugin:reminders:7", undefined, '{"version":1,"data":{}}', { "plugin:reminders:": 9 });
  await before.compareAndSet("aside:9", undefined, "{}");
  await openSessions(before).update(7, (session) => {
    session.begin("user_7_01234567");
    session.acceptPrompt({ id: "a", chatId: 7 });
    session.startTurn("a");
  });
  await before.close();
  await backUp(store, 1_000);
  await writeFile(store.file, "not a database any more");
  const backend = await store.open();
  expect(await sessionsIn(backend)).toHaveLength(USERS);
  expect(lineOf(store)).toMatchObject({ sessions: USERS, from: { file: 0, backup: USERS }, lost: "unknown" });
  expect((await openSessions(backend).read(7))?.turns).toMatchObject([
    { id: "a", state: "interrupted", receipt: true },
  ]);
  expect(await all(backend.marked("turns"))).toEqual(["session:7"]);
  expect(await backend.read("prompt:a")).toBe("hello");
  expect(await all(backend.marked("plugin:reminders:"))).toEqual(["plugin:reminders:7"]);
  expect(await backend.read("aside:9")).toBeUndefined();
});

test("a session that is damaged itself comes from the backup, too", async () => {
  await using store = await Store.filled();
  await backUp(store, 1_000);
  const at = (await readFile(store.file)).indexOf(fillerOf(7));
  await overwrite(store.file, Buffer.from("z"), at + 500);
  await writeFile(`${store.file}.damaged`, "");
  expect(await sessionsIn(await store.open())).toHaveLength(USERS);
  expect(lineOf(store)).toMatchObject({ damaged: 0, lost: 0, from: { backup: 1 } });
});

test("when the newest backup cannot be read, the one before it is asked", async () => {
  await using store = await Store.filled();
  const older = await backUp(store, 1_000);
  await truncate(await backUp(store, 2_000), 100);
  await wreckPageOf(store, 200);
  expect(await sessionsIn(await store.open())).toHaveLength(USERS);
  expect(lineOf(store)).toMatchObject({ backup: older, lost: 0 });
});
