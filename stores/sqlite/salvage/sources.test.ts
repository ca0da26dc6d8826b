import { readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openSessions } from "#core";
import { all, ids } from "../../contract/store-under-test.ts";
import { fillerOf, overwrite, PAGE_SIZE, Store, sessionsIn, USERS } from "./store.fixture.ts";

/** The pages of a table or index, by what kind they are. */
function pagesOf(file: string, name: string, kind: "leaf" | "internal"): number[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ?").all(name, kind);
  database.close();
  return rows.map(({ pageno }) => Number(pageno));
}

const wreck = (store: Store, page: number) =>
  overwrite(store.file, Buffer.alloc(PAGE_SIZE, 0xee), (page - 1) * PAGE_SIZE);

const lineOf = (store: Store) => store.log.at("error").find(({ event }) => event === "damaged store salvaged")?.fields;

test.each([
  ["the header and the schema", () => [1]],
  ["every page above those with the sessions", (file: string) => pagesOf(file, "entries", "internal")],
  ["the list of keys", (file: string) => pagesOf(file, "sqlite_autoindex_entries_1", "leaf")],
])("with %s destroyed, every session is still saved", async (_, pages) => {
  await using store = await Store.filled();
  for (const page of pages(store.file)) await wreck(store, page);
  await writeFile(`${store.file}.damaged`, "");
  const backend = await store.open();
  expect(await sessionsIn(backend)).toHaveLength(USERS);
  expect(lineOf(store)).toMatchObject({ sessions: USERS, damaged: 0, damage: expect.any(String) });
  expect(await all(backend.marked("active"))).toHaveLength(USERS);
  expect(ids(await backend.log.unfinished(10))).toEqual(["2", "3"]);
});

test("what was deleted does not come back from pages that are in no use", async () => {
  await using store = await Store.filled();
  const backend = await store.open();
  const sessions = openSessions(backend);
  for (let user = 0; user < USERS; user += 2) {
    const session = await sessions.read(user);
    if (session) await sessions.delete(session);
  }
  await backend.close();
  const [page = 0] = pagesOf(store.file, "entries", "internal");
  await wreck(store, page);
  await writeFile(`${store.file}.damaged`, "");
  expect(await sessionsIn(await store.open())).toHaveLength(USERS / 2);
  expect(lineOf(store)).toMatchObject({ sessions: USERS / 2, lost: 0 });
});

test("a key that damage has turned into another user's gives nobody another one's session", async () => {
  await using store = await Store.filled();
  const bytes = await readFile(store.file);
  // In the row itself; its entry in the list of keys still says 123.
  const at = bytes.indexOf(fillerOf(123));
  await overwrite(store.file, Buffer.from("session:124"), bytes.lastIndexOf("session:123", at));
  await writeFile(`${store.file}.damaged`, "");
  expect(await sessionsIn(await store.open())).toHaveLength(USERS);
  expect(lineOf(store)).toMatchObject({ sessions: USERS, damaged: 0, lost: 0 });
});

test("a session with a flipped byte is carried over as it is, for its user to be told", async () => {
  await using store = await Store.filled();
  const at = (await readFile(store.file)).indexOf(fillerOf(7));
  await overwrite(store.file, Buffer.from("z"), at + 500);
  await writeFile(`${store.file}.damaged`, "");
  const backend = await store.open();
  expect(lineOf(store)).toMatchObject({ sessions: USERS - 1, damaged: 1, lost: 0 });
  expect(await openSessions(backend).inspect(7)).toEqual({ state: "corrupt", reason: "wrong checksum" });
});

test("damaged frames of the write-ahead log take back one session, and not all that was written after it", async () => {
  await using store = await Store.filled();
  const backend = await store.open();
  const sessions = openSessions(backend);
  for (let user = 0; user < 100; user++) await sessions.update(user, (session) => session.countTurn());
  await store.endWithLog();
  const log = await readFile(`${store.file}-wal`);
  const damaged = Buffer.from(log);
  for (let at = log.indexOf(fillerOf(0)); at >= 0; at = log.indexOf(fillerOf(0), at + 1))
    damaged.fill(0xee, at, at + 8);
  await writeFile(`${store.file}-wal`, damaged);
  await writeFile(`${store.file}.damaged`, "");

  const again = openSessions(await store.open());
  expect((await again.read(0))?.turnCount).toBe(0);
  for (let user = 1; user < 100; user++) expect((await again.read(user))?.turnCount).toBe(1);
  expect(lineOf(store)).toMatchObject({ sessions: USERS, lost: "unknown" });
  expect(await readFile(`${lineOf(store)?.keptAs}-wal`)).toEqual(damaged);
});

/** As `kill -9` leaves a store: file, log and index of the log. */
async function killed(): Promise<Store> {
  const store = await Store.filled();
  const sessions = openSessions(await store.open());
  for (let user = 0; user < 20; user++) await sessions.update(user, (session) => session.countTurn());
  await store.endWithLog();
  return store;
}

test("a write-ahead log as a killed process leaves it is no damage", async () => {
  await using store = await killed();
  const sessions = openSessions(await store.open());
  expect((await sessions.read(19))?.turnCount).toBe(1);
  expect(store.log.lines).toEqual([]);
});

const sizeOf = async (path: string) => (await stat(path)).size;

test.each([
  ["is missing", (log: string) => rm(log)],
  ["is empty", (log: string) => truncate(log, 0)],
  ["is cut in half", async (log: string) => truncate(log, Math.floor((await sizeOf(log)) / 2))],
  ["has a damaged end", async (log: string) => overwrite(log, Buffer.alloc(9), (await sizeOf(log)) - 9)],
])("when the write-ahead log %s, the start says that writes are lost", async (_, harm) => {
  await using store = await killed();
  await harm(`${store.file}-wal`);
  expect(await sessionsIn(await store.open())).toHaveLength(USERS);
  expect(lineOf(store)).toMatchObject({ damage: expect.stringContaining("has lost writes"), lost: "unknown" });
});

test.each([
  ["the first page in it", 5_000],
  ["its header", 10],
])("when %s is damaged, a write-ahead log is read on behind that", async (_, at) => {
  await using store = await killed();
  await overwrite(`${store.file}-wal`, Buffer.alloc(4, 0xee), at);
  const backend = await store.open();
  expect(await sessionsIn(backend)).toHaveLength(USERS);
  expect((await openSessions(backend).read(19))?.turnCount).toBe(1);
  expect(lineOf(store)).toMatchObject({ damage: "The file has a damaged write-ahead log." });
});
