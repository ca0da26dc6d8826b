import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { silentLog } from "#core";
import { StoreProcess } from "../testing/store-process.ts";
import { TemporaryDirectory } from "../testing/temporary-directory.ts";
import { sqliteBackend } from "./index.ts";

test("a backup for which the disk has no room says so and leaves nothing; the store goes on unharmed", async () => {
  await using dir = await TemporaryDirectory.make();
  const file = join(dir.path, "bot_data.sqlite");
  const backups = join(dir.path, "backups");
  await mkdir(backups, { mode: 0o700 });
  const backend = sqliteBackend({ file });
  await backend.open(silentLog);
  // Twice what the child's files may hold.
  await Promise.all(
    Array.from({ length: 200 }, (_, user) => backend.compareAndSet(`user/${user}`, undefined, "x".repeat(10_000))),
  );
  await backend.close();
  const child = StoreProcess.onSmallDisk("backup", `sqlite:${file}`, join(backups, "kept.sqlite"));
  expect(await child.end()).toBe(
    "BACKUP_FAILED: The backup could not be written: the disk is full or failing.\nwent on",
  );
  expect(await readdir(backups)).toEqual([]);
  await backend.open(silentLog);
  expect(await backend.read("after")).toBe("written");
  for await (const finding of backend.examine()) expect(finding).toBe("nothing");
  expect(await backend.backup({ file: join(backups, "kept.sqlite") })).toMatchObject({ sessions: 0 });
  await backend.close();
});
