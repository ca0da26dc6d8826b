import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test, vi } from "vitest";
import { StoreUnavailable, silentLog } from "#core";
import { lockFile } from "#harness";
import { backendContract } from "../contract/index.ts";
import { all } from "../contract/store-under-test.ts";
import { countInFour } from "../testing/four-processes.fixture.ts";
import { StoreProcess } from "../testing/store-process.ts";
import { TemporaryDirectory } from "../testing/temporary-directory.ts";
import { sqliteBackend } from "./index.ts";

const at = (dir: string) => join(dir, "bot_data.sqlite");

backendContract("sqlite", (dir) => sqliteBackend({ file: at(dir) }), { lose: (dir) => rm(at(dir)) });

test("four processes count in one session, one is killed over it, and every change is there", async () => {
  await using dir = await TemporaryDirectory.make();
  const backend = sqliteBackend({ file: at(dir.path) });
  await backend.open(silentLog);
  await countInFour(`sqlite:${at(dir.path)}`, backend);
  await backend.close();
});

test("what a killed process was told is written is there", async () => {
  await using dir = await TemporaryDirectory.make();
  await using child = StoreProcess.start("fill", `sqlite:${at(dir.path)}`, "user/");
  await vi.waitFor(() => expect(Number(child.said.split("\n").at(-1))).toBeGreaterThan(300), { timeout: 10_000 });
  await child.kill();
  const told = Number(child.said.split("\n").at(-1));
  const backend = sqliteBackend({ file: at(dir.path) });
  await backend.open(silentLog);
  const found = await all(backend.scan("user/"));
  expect([told, told + 1]).toContain(found.length);
  await backend.close();
});

test("an owner that is killed leaves no lock behind", async () => {
  await using dir = await TemporaryDirectory.make();
  const backend = sqliteBackend({ file: at(dir.path) });
  await backend.open(silentLog);
  await using owner = StoreProcess.start("own", `sqlite:${at(dir.path)}`);
  await vi.waitFor(() => expect(owner.said).toBe("owner"), { timeout: 10_000 });
  expect(await backend.own(() => {})).toBeUndefined();
  await owner.kill();
  expect(await backend.own(() => {})).toBeDefined();
  await backend.close();
});

test("a file locked by another program is unavailable after the time allowed, and well again after that", async () => {
  await using dir = await TemporaryDirectory.make();
  const backend = sqliteBackend({ file: at(dir.path), lockTimeoutMs: 100 });
  await backend.open(silentLog);
  const other = new DatabaseSync(at(dir.path));
  other.exec("BEGIN IMMEDIATE");
  const write = backend.compareAndSet("user", undefined, "one");
  expect(await backend.read("user")).toBeUndefined();
  await expect(write).rejects.toMatchObject({
    code: "STORE_UNAVAILABLE",
    message: "The SQLite store is locked by another process.",
  });
  other.exec("COMMIT");
  other.close();
  expect(await backend.compareAndSet("user", undefined, "two")).toBe(true);
  await backend.close();
});

test("many writes that find the file locked wait together, not one after the other", async () => {
  await using dir = await TemporaryDirectory.make();
  const backend = sqliteBackend({ file: at(dir.path), lockTimeoutMs: 200 });
  await backend.open(silentLog);
  await using lock = await lockFile(at(dir.path));
  const started = performance.now();
  const writes = Array.from({ length: 50 }, (_, number) => backend.compareAndSet(`user/${number}`, undefined, "one"));
  for (const { status } of await Promise.allSettled(writes)) expect(status).toBe("rejected");
  expect(performance.now() - started).toBeLessThan(2_000);
  await lock.undo();
  expect(await backend.compareAndSet("user/0", undefined, "two")).toBe(true);
  await backend.close();
});

test("a new file locked by another program cannot be opened yet", async () => {
  await using dir = await TemporaryDirectory.make();
  const other = new DatabaseSync(at(dir.path));
  other.exec("BEGIN EXCLUSIVE");
  const backend = sqliteBackend({ file: at(dir.path), lockTimeoutMs: 100 });
  await expect(backend.open(silentLog)).rejects.toThrow("is locked by another process");
  other.close();
  await backend.open(silentLog);
  await backend.close();
});

test("a file that was replaced is no longer the store that was opened", async () => {
  await using dir = await TemporaryDirectory.make();
  await using elsewhere = await TemporaryDirectory.make();
  const [backend, other] = [dir, elsewhere].map(({ path }) => sqliteBackend({ file: at(path) }));
  await backend?.open(silentLog);
  await other?.open(silentLog);
  await other?.close();
  await rename(at(elsewhere.path), at(dir.path));
  await expect(backend?.check()).rejects.toThrow(StoreUnavailable);
  await expect(backend?.read("nobody")).rejects.toThrow("is no longer the file that was opened");
  await expect(backend?.compareAndSet("user", undefined, "one")).rejects.toThrow(StoreUnavailable);
  await backend?.open(silentLog);
  expect(await backend?.read("nobody")).toBeUndefined();
  await backend?.close();
});

test("one write that cannot be does not fail those beside it", async () => {
  await using dir = await TemporaryDirectory.make();
  const backend = sqliteBackend({ file: at(dir.path) });
  await backend.open(silentLog);
  const outcomes = await Promise.allSettled([
    backend.compareAndSet("one", undefined, "1"),
    backend.log.append([{ id: "2", payload: "two", at: Number.NaN }]),
    backend.compareAndSet("three", undefined, "3"),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await backend.log.unfinished(10)).toEqual([]);
  expect(await backend.read("three")).toBe("3");
  await backend.close();
});

test("a full disk is told in words, and what was written before is there when there is room again", async () => {
  await using dir = await TemporaryDirectory.make();
  const child = StoreProcess.onSmallDisk("fill", `sqlite:${at(dir.path)}`, "user/");
  const [failure, written] = (await child.end()).split("\n").toReversed();
  expect(failure).toBe("STORE_UNAVAILABLE: The SQLite store could not write: the disk is full or failing.");
  // Its write-ahead log alone would have filled the disk after less than a hundred.
  expect(Number(written)).toBeGreaterThan(400);
  const backend = sqliteBackend({ file: at(dir.path) });
  await backend.open(silentLog);
  expect(await all(backend.scan("user/"))).toHaveLength(Number(written));
  expect(await backend.compareAndSet("user/one more", undefined, "x")).toBe(true);
  await backend.close();
});

test("what survives a power cut is a setting", async () => {
  await using dir = await TemporaryDirectory.make();
  const backend = sqliteBackend({ file: at(dir.path), durability: "power" });
  await backend.open(silentLog);
  expect(await backend.compareAndSet("user", undefined, "one")).toBe(true);
  await backend.close();
});
