import { readFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openSessions, StoreDamaged } from "#core";
import { fillerOf, overwrite, Store, sessionsIn, USERS } from "./store.fixture.ts";

/** Where the list of keys names a key; behind it stands the number of its row. */
async function inKeyList({ file }: Store, key: string): Promise<number> {
  const database = new DatabaseSync(file, { readOnly: true });
  const pages = database
    .prepare("SELECT pageno, pgsize FROM dbstat WHERE name = 'sqlite_autoindex_entries_1' AND pagetype = 'leaf'")
    .all();
  database.close();
  const bytes = await readFile(file);
  for (const { pageno, pgsize } of pages) {
    const begin = (Number(pageno) - 1) * Number(pgsize);
    const at = bytes.subarray(begin, begin + Number(pgsize)).indexOf(key);
    if (at >= 0) return begin + at;
  }
  throw new Error(`The list of keys does not name ${key}.`);
}

test("a session to which the list of keys no longer leads is no new user's: the store is damaged, and mended", async () => {
  await using store = await Store.filled();
  await overwrite(store.file, Buffer.from("session:2~0"), await inKeyList(store, "session:200"));
  const backend = await store.open();
  await expect(openSessions(backend).read(200)).rejects.toThrow(StoreDamaged);
  expect(await sessionsIn(await store.open())).toHaveLength(USERS);
});

test("a session that is found under another user's key stays where it belongs", async () => {
  await using store = await Store.filled();
  const places = await Promise.all(["session:200", "session:201"].map((key) => inKeyList(store, key)));
  const bytes = await readFile(store.file);
  const rows = places.map((at) => Buffer.from(bytes.subarray(at + 11, at + 13)));
  await Promise.all(places.map((at, index) => overwrite(store.file, rows[1 - index]!, at + 11)));

  const backend = await store.open();
  expect((await backend.read("session:200"))?.includes(fillerOf(201))).toBe(true);
  await expect(openSessions(backend).read(200)).rejects.toThrow(StoreDamaged);
  expect(await sessionsIn(await store.open())).toHaveLength(USERS);
});

test("a session that lies under another user's key and can't be mended is set aside", async () => {
  await using store = await Store.filled();
  const backend = await store.open();
  const raw = await backend.read("session:201");
  await backend.compareAndSet("session:1000", undefined, raw);
  await expect(openSessions(backend).read(1_000)).rejects.toThrow(StoreDamaged);
  await backend.open(store.log);
  expect(await openSessions(backend).read(1_000)).toBeUndefined();
  expect(await sessionsIn(backend)).toHaveLength(USERS);
});
