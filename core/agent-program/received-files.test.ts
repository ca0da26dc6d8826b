import { execFileSync } from "node:child_process";
import { mkdir, mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { keepReceived } from "./received-files.ts";

const file = (name: string, text: string) => ({ name, mime: "text/plain", bytes: Buffer.from(text) });

describe("a file that was sent along", () => {
  test.each([
    ["CJK", `${"漢".repeat(100)}.pdf`, /^received\/漢+\.pdf$/],
    ["emoji", `${"😀".repeat(100)}.pdf`, /^received\/_+\.pdf$/],
    ["an ending that is none", `a.${"b".repeat(300)}`, /^received\/a\.b+$/],
  ])("under a longer name than a file may have keeps its ending: %s", async (_, name, expected) => {
    await using workspace = await mkdtempDisposable(join(tmpdir(), "received-"));
    const [kept = ""] = await keepReceived([file(name, "milk")], workspace.path);
    expect(kept).toMatch(expected);
    expect(await readFile(join(workspace.path, kept), "utf8")).toBe("milk");
    expect(await keepReceived([file(name, "bread")], workspace.path)).not.toEqual([kept]);
  });

  test("is kept once however often it comes, and beside another one of its name", async () => {
    await using workspace = await mkdtempDisposable(join(tmpdir(), "received-"));
    const names: string[] = [];
    for (const text of ["milk", "milk", "bread"])
      names.push(...(await keepReceived([file("list.txt", text)], workspace.path)));
    expect(names).toEqual(["received/list.txt", "received/list.txt", "received/list 2.txt"]);
  });

  test("does not wait for a pipe or a link in its place", async () => {
    await using workspace = await mkdtempDisposable(join(tmpdir(), "received-"));
    await mkdir(join(workspace.path, "received"));
    execFileSync("mkfifo", [join(workspace.path, "received/list.txt")]);
    await writeFile(join(workspace.path, "received/list 2.txt"), "");
    expect(await keepReceived([file("list.txt", "milk")], workspace.path)).toEqual(["received/list 3.txt"]);
  });
});
