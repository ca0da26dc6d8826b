import { existsSync, globSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Backend, silentLog } from "#core";
import { TemporaryDirectory } from "../testing/temporary-directory.ts";
import { copyOfFile } from "./backup-task.ts";
import { sqliteBackend } from "./index.ts";
import { replaceFile } from "./replaced-file.ts";

async function holding<T>(file: string, task: (backend: Backend) => Promise<T>): Promise<T> {
  const backend = sqliteBackend({ file });
  await backend.open(silentLog);
  return task(backend).finally(() => backend.close());
}

const valueIn = (file: string) => holding(file, (backend) => backend.read("user"));
const make = (file: string, value: string) =>
  holding(file, (backend) => backend.compareAndSet("user", undefined, value));

test.each(["nothing of", "the log of", "all of"])(
  "a crash with the new file complete and %s the old one moved loses neither",
  async (moved) => {
    await using dir = await TemporaryDirectory.make();
    const file = join(dir.path, "bot_data.sqlite");
    await make(file, "old");
    await make(join(dir.path, "new.sqlite"), "new");
    await copyOfFile(join(dir.path, "new.sqlite"), `${file}.restored`);
    await writeFile(`${file}-wal`, "");
    if (moved === "the log of") await rename(`${file}-wal`, join(dir.path, "log aside"));
    if (moved === "all of") await rename(file, join(dir.path, "old aside"));
    expect(await valueIn(file)).toBe("new");
    expect(existsSync(`${file}.restored`)).toBe(false);
    const [aside = join(dir.path, "old aside")] = globSync(`${file}.before-restore-*Z`);
    expect(await valueIn(aside)).toBe("old");
  },
);

test("a new file that could not be made leaves the old one in its place, and nothing else", async () => {
  await using dir = await TemporaryDirectory.make();
  const file = join(dir.path, "bot_data.sqlite");
  await make(file, "old");
  const failing = replaceFile(file, async (building) => {
    await make(building, "half");
    throw new Error("no more room");
  });
  await expect(failing).rejects.toThrow("no more room");
  expect(await valueIn(file)).toBe("old");
  expect(globSync(`${file}*`)).toEqual([file, `${file}.lock`]);
});

test("what a crash left half made is made anew", async () => {
  await using dir = await TemporaryDirectory.make();
  const file = join(dir.path, "bot_data.sqlite");
  await make(`${file}.restoring`, "half");
  await replaceFile(file, (building) => make(building, "whole"));
  expect(await valueIn(file)).toBe("whole");
});

test("whoever has the old file open is told, instead of writing where nobody looks", async () => {
  await using dir = await TemporaryDirectory.make();
  const file = join(dir.path, "bot_data.sqlite");
  await make(file, "old");
  await holding(file, async (backend) => {
    const { keptAs } = await replaceFile(file, (building) => make(building, "new"));
    expect(keptAs).toMatch(/before-restore/);
    await expect(backend.compareAndSet("user", "old", "lost")).rejects.toThrow("is no longer the file");
  });
  expect(await valueIn(file)).toBe("new");
});
