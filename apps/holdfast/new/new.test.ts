import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtempDisposable, readdir, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const bin = join(root, "dist/apps/holdfast/bin.js");

const empty = () => mkdtempDisposable(join(tmpdir(), "holdfast-new-"));

function holdfast(cwd: string, ...args: readonly string[]) {
  const options = { cwd, env: { PATH: process.env.PATH }, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], options);
  return { status, stdout, stderr };
}

describe("holdfast new plugin", () => {
  test("outside of this repository writes a package, named in all its spellings", async () => {
    await using directory = await empty();
    expect(holdfast(directory.path, "new", "plugin", "word-count")).toEqual({
      status: 0,
      stdout: "Wrote holdfast-word-count/. Try it: cd holdfast-word-count && npm install && npm test\n",
      stderr: "",
    });
    const read = (file: string) => readFile(join(directory.path, "holdfast-word-count", file), "utf8");
    const plugin = await read("src/word-count.ts");
    expect(plugin).toContain("export class WordCountPlugin implements");
    expect(plugin).toContain('command: "word_count"');
    expect(plugin).toContain('from "holdfast/core"');
    const all =
      plugin + (await read("src/word-count.test.ts")) + (await read("package.json")) + (await read("README.md"));
    expect(all).not.toMatch(/HelloPlugin|\/hello|"#/);
    expect(JSON.parse(await read("package.json"))).toMatchObject({ peerDependencies: { holdfast: "^0.1.0" } });
  });

  test("in this repository writes a plugin that is listed, compiled, tested and formatted", {
    timeout: 60_000,
  }, async () => {
    await using copy = await copyOfThisRepository();
    const { status, stdout } = holdfast(join(copy.path, "stores"), "new", "plugin", "word-count");
    expect({ status, stdout }).toEqual({ status: 0, stdout: "Wrote ../plugins/word-count/. Try it: npm test\n" });
    const index = await readFile(join(copy.path, "plugins/index.ts"), "utf8");
    expect(index).toMatch(/ {2}WordCountPlugin,\n {2}ChatPlugin,/);

    const complaints = inside(copy.path, "tsc", "--noEmit").split("\n");
    expect(complaints.filter((line) => /word-count|plugins\/index/.test(line))).toEqual([]);
    expect(inside(copy.path, "biome", "check", "plugins/index.ts", "plugins/word-count")).toMatch(/No fixes applied/);
    const plugin = "plugins/word-count/word-count.test.ts";
    expect(inside(copy.path, "vitest", "run", "--config", ".vitest.config.ts", plugin)).toMatch(/4 passed/);
  });

  test.each([
    ["Weather", '"Weather" is no name for this. Write it in kebab-case, such as weather or word-count.\n'],
    ["../weather", '"../weather" is no name for this. Write it in kebab-case, such as weather or word-count.\n'],
    ["status", '"status" is a plugin already. Choose another name.\n'],
    ["remind", '"remind" is a command of the plugin "reminders". Choose another name.\n'],
    ["class", '"class" is a reserved word. Choose another name.\n'],
    ["index", '"index" is a reserved word. Choose another name.\n'],
    ["w".repeat(33), `"${"w".repeat(33)}" is too long. Telegram takes commands of up to 32 characters.\n`],
  ])("refuses the name %s", async (name, stderr) => {
    await using directory = await empty();
    expect(holdfast(directory.path, "new", "plugin", name)).toEqual({ status: 1, stdout: "", stderr });
    expect(await readdir(directory.path)).toEqual([]);
  });
});

describe("holdfast new", () => {
  test.each([
    ["plugin", "holdfast-weather"],
    ["bot", "weather"],
  ])("%s overwrites nothing", async (kind, folder) => {
    await using directory = await empty();
    await mkdir(join(directory.path, folder));
    const stderr = `${folder} exists already. Choose another name, or move it away.\n`;
    expect(holdfast(directory.path, "new", kind, "weather")).toEqual({ status: 1, stdout: "", stderr });
    expect(await readdir(join(directory.path, folder))).toEqual([]);
  });

  test("bot writes a project without a word of this repository's inside", async () => {
    await using directory = await empty();
    const { stdout } = holdfast(directory.path, "new", "bot", "my-bot", "--holdfast", "file:../holdfast.tgz");
    expect(stdout).toBe("Wrote my-bot/. Try it: cd my-bot && npm install && npm start\n");
    const project = join(directory.path, "my-bot");
    const files = [".env.example", ".gitignore", "README.md", "bot.test.ts", "bot.ts", "hello.ts", "package.json"];
    expect(await readdir(project)).toEqual([...files, "tsconfig.json"]);
    for (const file of files) expect(await readFile(join(project, file), "utf8")).not.toMatch(/"#|_template/);
    const bot = await readFile(join(project, "bot.ts"), "utf8");
    expect(bot.trim().split("\n").length).toBeLessThanOrEqual(15);
    const { dependencies } = JSON.parse(await readFile(join(project, "package.json"), "utf8"));
    expect(dependencies.holdfast).toBe("file:../holdfast.tgz");
  });
});

async function copyOfThisRepository() {
  const copy = await empty();
  for (const part of [
    "core",
    "plugins",
    "stores",
    "harness",
    "apps",
    ".biome.json",
    ".gitignore",
    ".vitest.config.ts",
  ]) {
    await cp(join(root, part), join(copy.path, part), { recursive: true });
  }
  for (const part of ["package.json", "tsconfig.json"]) await cp(join(root, part), join(copy.path, part));
  await symlink(join(root, "node_modules"), join(copy.path, "node_modules"));
  return copy;
}

/** Runs a tool of the repository's. @returns what it wrote. */
function inside(cwd: string, tool: string, ...args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(join(root, "node_modules/.bin", tool), args, {
    cwd,
    env: { PATH: process.env.PATH, NO_COLOR: "1" },
    encoding: "utf8",
  });
  return stdout + stderr;
}
