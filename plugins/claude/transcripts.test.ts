import { existsSync } from "node:fs";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { Transcripts } from "./transcripts.ts";

test("a conversation is removed with all that belongs to it, and neither another one nor anybody else's", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "transcripts-"));
  const path = (file: string) => join(directory.path, file);
  const its = ["7/projects/-w/c-1.jsonl", "7/projects/-w/c-1/subagents/a.jsonl", "7/projects/-elsewhere/c-1.jsonl"];
  const others = ["7/projects/-w/c-2.jsonl", "7/projects/-w/c-11.jsonl", "77/projects/-w/c-1.jsonl", "7/settings.json"];
  for (const file of [...its, ...others]) {
    await mkdir(dirname(path(file)), { recursive: true });
    await writeFile(path(file), "said");
  }
  const transcripts = new Transcripts(directory.path);
  for (const id of ["c-1", "c-1", "../../77/projects/-w/c-1", "*"]) await transcripts.remove(7, id);
  expect(its.filter((file) => existsSync(path(file)))).toEqual([]);
  expect(others.filter((file) => existsSync(path(file)))).toEqual(others);
});
