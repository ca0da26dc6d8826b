import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type Backend, BackupFailed, silentLog } from "#core";
import { sqliteBackend } from "../sqlite/index.ts";
import { all, entry, positions, type Subject } from "./store-under-test.ts";

export const backups = ({ open }: Subject) =>
  describe("backup", () => {
    test("is a SQLite store that holds everything, marks and the inbox with its positions included", async () => {
      await using store = await open();
      const { backend, dir } = store;
      await backend.compareAndSet("session:1", undefined, "no session", { active: 5.5, turns: 1 });
      await backend.compareAndSet("plugin:notes:1", undefined, "ж".repeat(5_000));
      const appended = await backend.log.append([entry("1"), entry("2"), entry("3")]);
      await backend.log.finish(positions(appended.slice(0, 2)), 1_000);
      await backend.log.append([entry("4")]);

      const file = join(dir, "kept.sqlite");
      const backup = await backend.backup({ file, at: 7 });
      expect(backup).toMatchObject({ path: file, at: 7, sessions: 1, damaged: 1 });
      expect(backup.bytes).toBeGreaterThan(5_000);
      await using copy = await opened(file);
      await agree(copy.backend, backend);
    });

    test("of an empty store is one", async () => {
      await using store = await open();
      const file = join(store.dir, "kept.sqlite");
      expect(await store.backend.backup({ file })).toMatchObject({ sessions: 0, damaged: 0 });
      await using copy = await opened(file);
      expect(await all(copy.backend.scan(""))).toEqual([]);
    });

    test("leaves out what belongs to the running process", async () => {
      await using store = await open();
      await store.backend.compareAndSet("run", undefined, '{"state":"running"}');
      const owner = await store.backend.own(() => {});
      const file = join(store.dir, "kept.sqlite");
      await store.backend.backup({ file });
      await using copy = await opened(file);
      expect(await copy.backend.read("run")).toBeUndefined();
      expect(await copy.backend.own(() => {})).toBeDefined();
      await owner?.release();
    });

    test("is listed, the newest first, and named after the time", async () => {
      await using store = await open();
      const { backend } = store;
      expect(await backend.backups()).toEqual([]);
      const first = await backend.backup({ at: Date.parse("2026-02-04T12:00:00.000Z") });
      const second = await backend.backup({ at: Date.parse("2026-02-04T18:00:00.000Z") });
      expect(await backend.backups()).toEqual([second, first].map(({ path, at }) => ({ path, at })));
      expect(second.path).toMatch(/-2026-02-04T18-00-00-000Z\.sqlite$/);
    });

    test("is written over nothing, and leaves nothing when it fails", async () => {
      await using store = await open();
      const { backend, dir } = store;
      await backend.compareAndSet("user", undefined, "one");
      const place = join(dir, "kept");
      await mkdir(place);
      const file = join(place, "kept.sqlite");
      await writeFile(file, "precious");
      await expect(backend.backup({ file })).rejects.toThrow(BackupFailed);
      const given = { file: join(place, "other.sqlite"), signal: AbortSignal.abort() };
      await expect(backend.backup(given)).rejects.toThrow("The backup was given up.");
      expect(await readdir(place)).toEqual(["kept.sqlite"]);
    });

    test("while others write, holds every entry with the mark that was written with it", async () => {
      await using store = await open();
      const { backend, dir } = store;
      const keys = Array.from({ length: 40 }, (_, index) => `user ${index}`);
      for (const key of keys) await backend.compareAndSet(key, undefined, "0", { count: 0 });
      let writing = true;
      const counts = new Map(keys.map((key) => [key, 0]));
      const writers = keys.map(async (key) => {
        for (let count = 0; writing; count++) {
          await backend.compareAndSet(key, String(count), String(count + 1), { count: count + 1 });
          counts.set(key, count + 1);
          // A store in memory would else never let anything else run.
          await nextTurn();
        }
      });
      for (let round = 0; round < 2; round++) {
        const before = new Map(counts);
        const file = join(dir, `${round}.sqlite`);
        await backend.backup({ file });
        await using copy = await opened(file);
        for (const { key, value, marks } of await copy.backend.entriesOf(keys)) {
          expect(marks).toEqual({ count: Number(value) });
          expect(Number(value)).toBeGreaterThanOrEqual(before.get(key) ?? Number.NaN);
        }
      }
      writing = false;
      await Promise.all(writers);
      expect(Math.min(...counts.values())).toBeGreaterThan(0);
    });
  });

async function agree(copy: Backend, original: Backend): Promise<void> {
  const entries = async (backend: Backend) => {
    const keys = (await all(backend.scan(""))).map(([key]) => key).toSorted();
    return (await backend.entriesOf(keys)).toSorted((one, other) => (one.key < other.key ? -1 : 1));
  };
  expect(await entries(copy)).toEqual(await entries(original));
  expect(await copy.log.unfinished(100)).toEqual(await original.log.unfinished(100));
  const finished = async ({ log }: Backend) =>
    (await all(log.finished())).toSorted((one, other) => (one.id < other.id ? -1 : 1));
  expect(await finished(copy)).toEqual(await finished(original));
  expect(await copy.log.last()).toBe(await original.log.last());
}

async function opened(file: string): Promise<AsyncDisposable & { readonly backend: Backend }> {
  const backend = sqliteBackend({ file });
  await backend.open(silentLog);
  return { backend, [Symbol.asyncDispose]: () => backend.close() };
}
