import { execFileSync } from "node:child_process";
import { mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { systemPrompt } from "./system-prompt.ts";

test.each<[what: string, make: (path: string) => unknown, isRead: boolean]>([
  ["a file", (path) => writeFile(path, "Use tabs."), true],
  ["a pipe", (path) => execFileSync("mkfifo", [path]), false],
  ["a directory", (path) => mkdir(path), false],
  [
    "a link that leads elsewhere",
    async (path) => {
      await writeFile(`${path}.elsewhere`, "Use tabs.");
      await symlink(`${path}.elsewhere`, path);
    },
    false,
  ],
])("of a CLAUDE.md that is %s the agent is told what it says, or nothing, and at once", async (_, make, isRead) => {
  await using workspace = await mkdtempDisposable(join(tmpdir(), "notes-"));
  await make(join(workspace.path, "CLAUDE.md"));
  expect((await systemPrompt(workspace.path)).includes("Use tabs.")).toBe(isRead);
});
