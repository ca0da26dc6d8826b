import { chmod, mkdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Backend, StoreUnusable, silentLog } from "#core";
import { StoreProcess } from "../testing/store-process.ts";
import { TemporaryDirectory } from "../testing/temporary-directory.ts";
import { sqliteBackend } from "./index.ts";

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

/** Opens it, writes, and takes the owner's lock, so that every file there can be is there. */
async function inUse(file: string): Promise<Backend> {
  const backend = sqliteBackend({ file });
  await backend.open(silentLog);
  await backend.compareAndSet("user", undefined, "one");
  await backend.own(() => {});
  return backend;
}

test.each([0o000, 0o022, 0o777])(
  "a missing file is made with mode 600, its directory with 700, under any umask (%o)",
  async (mask) => {
    await using dir = await TemporaryDirectory.make();
    const file = join(dir.path, "sessions", "bot_data.sqlite");
    const before = process.umask(mask);
    const backend = await inUse(file).finally(() => process.umask(before));
    expect(await modeOf(join(dir.path, "sessions"))).toBe("700");
    for (const part of ["", "-wal", "-shm", ".lock"]) expect(await modeOf(file + part), part).toBe("600");
    await backend.close();
  },
);

test("an existing file that others may read is tightened; a directory in use keeps its mode", async () => {
  await using dir = await TemporaryDirectory.make();
  const file = join(dir.path, "bot_data.sqlite");
  await (await inUse(file)).close();
  await chmod(file, 0o644);
  await chmod(`${file}.lock`, 0o666);
  await chmod(dir.path, 0o755);
  const backend = await inUse(file);
  for (const part of ["", "-wal", "-shm", ".lock"]) expect(await modeOf(file + part), part).toBe("600");
  expect(await modeOf(dir.path)).toBe("755");
  await backend.close();
});

test("an existing empty directory becomes private", async () => {
  await using dir = await TemporaryDirectory.make();
  await mkdir(join(dir.path, "sessions"), { mode: 0o755 });
  await (await inUse(join(dir.path, "sessions", "bot_data.sqlite"))).close();
  expect(await modeOf(join(dir.path, "sessions"))).toBe("700");
});

test("an empty directory shared by all users, as /tmp is, keeps its mode", async () => {
  await using dir = await TemporaryDirectory.make();
  await chmod(dir.path, 0o1777);
  await (await inUse(join(dir.path, "bot_data.sqlite"))).close();
  expect(await modeOf(dir.path)).toBe("777");
});

test("a directory in the file's place is refused in one sentence", async () => {
  await using dir = await TemporaryDirectory.make();
  const refused = await sqliteBackend({ file: dir.path })
    .open(silentLog)
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StoreUnusable);
  expect(refused).toMatchObject({
    message: `${dir.path} is a directory.`,
    hint: `Name a file, such as ${dir.path}/bot_data.sqlite.`,
  });
});

test("a link is followed, and what SQLite keeps beside the file is kept private there", async () => {
  await using dir = await TemporaryDirectory.make();
  const file = join(dir.path, "real", "data.sqlite");
  await (await inUse(file)).close();
  await symlink(file, join(dir.path, "link.sqlite"));
  const backend = await inUse(join(dir.path, "link.sqlite"));
  for (const part of ["", "-wal", "-shm", ".lock"]) expect(await modeOf(file + part), part).toBe("600");
  await backend.close();
  await rm(file);
  await expect(inUse(join(dir.path, "link.sqlite"))).rejects.toMatchObject({
    code: "STORE_UNUSABLE",
    message: expect.stringContaining("a link that leads nowhere"),
  });
});

test("a file where a directory should be is refused in one sentence, and left alone", async () => {
  await using dir = await TemporaryDirectory.make();
  const notes = join(dir.path, "notes");
  await writeFile(notes, "mine");
  for (const file of [join(notes, "bot_data.sqlite"), join(notes, "deeper", "bot_data.sqlite")]) {
    const refused = await sqliteBackend({ file })
      .open(silentLog)
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StoreUnusable);
    expect(refused).toMatchObject({ message: expect.stringContaining("is a file, not a directory") });
  }
  expect(await readFile(notes, "utf8")).toBe("mine");
});

test("a place that may not be written is refused in one sentence", async () => {
  await using dir = await TemporaryDirectory.make();
  const file = join(dir.path, "bot_data.sqlite");
  await (await inUse(file)).close();
  await chmod(dir.path, 0o755);
  // The tests may run as root, whom no mode keeps out: so it is opened by a child that is not.
  await using child = StoreProcess.start("open", `sqlite:${file}`);
  expect(await child.end()).toBe(`STORE_UNUSABLE: The sessions cannot be kept in ${file}: permission denied.`);
});
