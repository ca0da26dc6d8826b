import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BackupFailed } from "#core";
import { TemporaryDirectory } from "../testing/temporary-directory.ts";
import { backupPath, backupPlace, backupsOf } from "./backup-files.ts";

const NOON = Date.parse("2026-02-04T12:00:00.001Z");

test("backups lie beside the file, and their names say whose they are and of when", async () => {
  await using dir = await TemporaryDirectory.make();
  const file = join(dir.path, "bot_data.sqlite");
  expect(backupPath(backupPlace(file), NOON)).toBe(join(dir.path, "backups/bot_data-2026-02-04T12-00-00-001Z.sqlite"));
  expect(backupPath(backupPlace(file, "/elsewhere"), NOON)).toBe("/elsewhere/bot_data-2026-02-04T12-00-00-001Z.sqlite");
});

test("backups are listed newest first, and nothing else that lies there is taken for one", async () => {
  await using dir = await TemporaryDirectory.make();
  const file = join(dir.path, "bot_data.sqlite");
  expect(backupsOf(file)).toEqual([]);
  const place = backupPlace(file);
  await mkdir(place.directory);
  const paths = [NOON, NOON + 2, NOON + 1].map((at) => backupPath(place, at));
  const others = [
    "bot_data-2026-02-04T12-00-00-001Z.sqlite.writing",
    "bot_data-2026-02-04T12-00-00-001Z.sqlite-wal",
    "bot_data-before-restore-2026-02-04T12-00-00-001Z.sqlite",
    "bot_data_2-2026-02-04T12-00-00-001Z.sqlite",
    "bot_data-2026-99-04T12-00-00-001Z.sqlite",
    "bot_data.sqlite",
  ].map((name) => join(place.directory, name));
  for (const path of [...paths, ...others]) await writeFile(path, "");
  expect(backupsOf(file)).toEqual([
    { path: paths[1], at: NOON + 2 },
    { path: paths[2], at: NOON + 1 },
    { path: paths[0], at: NOON },
  ]);
});

test("backups of a file behind a link are those of the file", async () => {
  await using dir = await TemporaryDirectory.make();
  const [file, link] = [join(dir.path, "real.sqlite"), join(dir.path, "link.sqlite")];
  await writeFile(file, "");
  await symlink(file, link);
  expect(backupPlace(link)).toEqual(backupPlace(file));
});

test("a place that can't be listed is no place without backups", async () => {
  await using dir = await TemporaryDirectory.make();
  await writeFile(join(dir.path, "backups"), "");
  expect(() => backupsOf(join(dir.path, "bot_data.sqlite"))).toThrow(BackupFailed);
});
