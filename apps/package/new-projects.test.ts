import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { freePort } from "#harness";
import { openPlayground } from "./playground.fixture.ts";
import { describeWithRegistry, run, start } from "./programs.fixture.ts";

const bin = join(import.meta.dirname, "../../dist/apps/holdfast/bin.js");

await describeWithRegistry("what holdfast new writes", () => {
  let workplace = "";

  beforeAll(async () => {
    const directory = await mkdtempDisposable(join(tmpdir(), "holdfast-new-"));
    workplace = directory.path;
    return () => directory.remove();
  });

  /** As the README says. */
  async function made(kind: "plugin" | "bot", name: string, folder: string): Promise<string> {
    await run(process.execPath, [bin, "new", kind, name], workplace);
    const project = join(workplace, folder);
    await run("npm", ["install", "--prefer-offline"], project);
    return project;
  }

  test("a plugin as a package: built, its tests pass, and the assistant takes it as it is", {
    timeout: 120_000,
  }, async () => {
    const project = await made("plugin", "word-count", "holdfast-word-count");
    expect((await run("npm", ["test"], project)).output).toMatch(/2 passed/);
    const plugins = await run("env", ["PLUGINS=./src/word-count.ts", "npx", "holdfast", "plugins"], project);
    expect(plugins.output).toContain("/word_count");
    const { output } = await run("npm", ["pack", "--dry-run", "--json"], project);
    expect(output).toContain('"dist/word-count.js"');
    expect(output).not.toContain(".test.");
  });

  test("a bot: it answers in its playground, and its scenario passes", { timeout: 120_000 }, async () => {
    const project = await made("bot", "my-bot", "my-bot");
    expect((await run("npm", ["test"], project)).output).toMatch(/1 passed/);
    const url = `http://127.0.0.1:${await freePort()}`;
    await using command = start("npm", ["start"], project, { PORT: new URL(url).port });
    await command.wrote(`Playground on ${url}\n`);
    await using page = await openPlayground(url);
    await page.say("/hello");
    expect(await page.sees(/Hello/)).toBe("Hello, Alice! (1)");
  });
});
