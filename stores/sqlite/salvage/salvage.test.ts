import { copyFile, readFile, rename, stat, truncate, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openSessions, StoreUnavailable } from "#core";
import { all, entry, ids } from "../../contract/store-under-test.ts";
import { sqliteBackend } from "../index.ts";
import { overwrite, PAGE_SIZE, Store, sessionsIn, USERS } from "./store.fixture.ts";

test("an empty file is a new store", async () => {
  await using store = await Store.make();
  await writeFile(store.file, "");
  await (await store.open()).compareAndSet("user", undefined, "one");
  expect(store.log.lines).toEqual([]);
});

test.each([
  ["garbage", Buffer.from("this is no database".repeat(1_000))],
  ["a few bytes of junk", Buffer.from("\n")],
  ["zeros", Buffer.alloc(PAGE_SIZE * 2)],
])("%s is put aside as it is, and the store starts empty, with the loss unknown", async (_, bytes) => {
  await using store = await Store.make();
  await writeFile(store.file, bytes);
  const backend = await store.open();
  expect(await backend.read("user")).toBeUndefined();
  const [line] = store.log.at("error");
  expect(line).toMatchObject({ event: "damaged store salvaged", fields: { sessions: 0, lost: "unknown" } });
  expect(await readFile(String(line?.fields.keptAs))).toEqual(bytes);
  expect(store.log.at("error")).toHaveLength(1);
});

test("another program's database is put aside, whole", async () => {
  await using store = await Store.make();
  const foreign = new DatabaseSync(store.file);
  foreign.exec("CREATE TABLE recipes(name); INSERT INTO recipes VALUES ('soup')");
  foreign.close();
  await (await store.open()).compareAndSet("user", undefined, "one");
  const [line] = store.log.at("error");
  expect(line?.fields.damage).toBe("The file belongs to another program.");
  const kept = new DatabaseSync(String(line?.fields.keptAs), { readOnly: true });
  expect(kept.prepare("SELECT name FROM recipes").all()).toEqual([{ name: "soup" }]);
  kept.close();
});

test("of a file cut short, what is left is carried over: sessions, marks and inbox", async () => {
  await using store = await Store.filled();
  const { size } = await stat(store.file);
  await truncate(store.file, Math.floor(size / 2 / PAGE_SIZE) * PAGE_SIZE);
  const backend = await store.open();
  const saved = await sessionsIn(backend);
  expect(saved.length).toBeGreaterThan(USERS / 4);
  expect(saved.length).toBeLessThan(USERS);
  const [line] = store.log.at("error");
  expect(line?.fields).toMatchObject({ sessions: saved.length, damaged: 0 });
  expect([USERS - saved.length, "unknown"]).toContain(line?.fields.lost);
  expect(await store.beside()).toContain(".corrupt-TIME");
  expect((await stat(store.file)).mode & 0o777).toBe(0o600);
  const marked = await all(backend.marked("active"));
  expect(marked.toSorted()).toEqual(saved.map((user) => `session:${user}`).toSorted());
});

test("a damaged page met in use ends all use of the file, and opening it anew saves all but what lay there", async () => {
  await using store = await Store.filled();
  const at = (await readFile(store.file)).indexOf("session of 200 ");
  await overwrite(store.file, Buffer.alloc(PAGE_SIZE, 0xee), at - (at % PAGE_SIZE));
  const backend = await store.open();
  expect(await backend.read("session:1")).toBeTypeOf("string");
  const damaged = { code: "STORE_DAMAGED", message: "The SQLite store is damaged." };
  await expect(backend.read("session:200")).rejects.toMatchObject(damaged);
  await expect(backend.read("session:1")).rejects.toMatchObject(damaged);
  await expect(backend.compareAndSet("user", undefined, "one")).rejects.toMatchObject(damaged);

  const again = await store.open();
  const saved = await sessionsIn(again);
  expect(saved.length).toBeGreaterThan(USERS - 5);
  expect(saved).not.toContain(200);
  expect(store.log.at("error")[0]?.fields).toMatchObject({ sessions: saved.length, lost: USERS - saved.length });
  expect((await all(again.marked("active"))).length).toBe(saved.length);
  expect(ids(await again.log.unfinished(10))).toEqual(["2", "3"]);
  expect(await again.log.append([entry("1")])).toEqual([]);
  const [four] = await again.log.append([entry("4")]);
  expect(Number(four?.position)).toBeGreaterThan(3);
  await store.open();
  expect(store.log.at("error")).toHaveLength(1);
});

test("the write-ahead log goes with the file it belongs to, unchanged", async () => {
  await using store = await Store.filled();
  const backend = await store.open();
  await openSessions(backend).update(1, (session) => session.countTurn());
  await store.endWithLog();
  await overwrite(store.file, Buffer.from("junk in the place of the header"), 0);
  const log = await readFile(`${store.file}-wal`);

  await store.open();
  const keptAs = String(store.log.at("error")[0]?.fields.keptAs);
  expect(await readFile(`${keptAs}-wal`)).toEqual(log);
  expect((await readFile(keptAs)).subarray(0, 4).toString()).toBe("junk");
});

test("damage met in use leaves file and write-ahead log as they were, for whoever wants to look", async () => {
  await using store = await Store.filled();
  const backend = await store.open();
  await openSessions(backend).update(1, (session) => session.countTurn());
  const at = (await readFile(store.file)).indexOf("session of 200 ");
  await overwrite(store.file, Buffer.alloc(PAGE_SIZE, 0xee), at - (at % PAGE_SIZE));
  const before = await Promise.all(["", "-wal"].map((part) => readFile(store.file + part)));
  await expect(backend.read("session:200")).rejects.toThrow("is damaged");
  const again = await store.open();
  const kept = String(store.log.at("error")[0]?.fields.keptAs);
  expect(await Promise.all(["", "-wal"].map((part) => readFile(kept + part)))).toEqual(before);
  expect((await openSessions(again).read(1))?.turnCount).toBe(1);
});

test("damage that another process has met is noticed when the store is asked how it is", async () => {
  await using store = await Store.filled();
  const backend = await store.open();
  await writeFile(`${store.file}.damaged`, "");
  await expect(backend.check()).rejects.toMatchObject({ code: "STORE_DAMAGED" });
  expect(await sessionsIn(await store.open())).toHaveLength(USERS);
});

test("a log without its file is kept, and named a loss", async () => {
  await using store = await Store.make();
  await writeFile(`${store.file}-wal`, Buffer.alloc(100, 1));
  await store.open();
  const [line] = store.log.at("error");
  expect(line?.fields).toMatchObject({ sessions: 0, lost: "unknown" });
  expect(await readFile(`${String(line?.fields.keptAs)}-wal`)).toEqual(Buffer.alloc(100, 1));
});

test("a salvage that was cut off when its new file was complete is finished by the next start", async () => {
  await using store = await Store.filled();
  await copyFile(store.file, `${store.file}.salvaged`);
  await writeFile(store.file, "the damaged one");
  await writeFile(`${store.file}-wal`, "and its log");
  const backend = await store.open();
  expect(await sessionsIn(backend)).toHaveLength(USERS);
  expect(await store.beside()).toEqual(["", "-shm", "-wal", ".corrupt-TIME", ".corrupt-TIME-wal", ".lock"]);
});

test("a salvage that was cut off while it moved the old file keeps its parts together", async () => {
  await using store = await Store.filled();
  const time = "2026-02-04T12-00-00-000Z";
  await copyFile(store.file, `${store.file}.salvaged`);
  await rename(store.file, `${store.file}.corrupt-${time}`);
  await writeFile(`${store.file}-wal`, "its log");
  await writeFile(`${store.file}.damaged`, time);
  expect(await sessionsIn(await store.open())).toHaveLength(USERS);
  expect(await readFile(`${store.file}.corrupt-${time}-wal`, "utf8")).toBe("its log");
  expect(await store.beside()).not.toContain(".damaged");
});

test("a damaged file that an owner works on is left to that owner", async () => {
  await using store = await Store.filled();
  const owner = await store.open();
  await owner.own(() => {});
  await writeFile(`${store.file}.damaged`, "");
  await expect(sqliteBackend({ file: store.file }).open(store.log)).rejects.toThrow(StoreUnavailable);
  expect(await sessionsIn(owner)).toHaveLength(USERS);
});

test("a file of a later version is refused and left as it is", async () => {
  await using store = await Store.filled();
  const database = new DatabaseSync(store.file);
  database.exec("CREATE TABLE more(id); PRAGMA user_version = 99");
  database.close();
  await expect(store.open()).rejects.toMatchObject({
    code: "STORE_UNUSABLE",
    message: expect.stringContaining("later version"),
  });
  expect((await store.beside()).filter((name) => name.includes("corrupt"))).toEqual([]);
});
