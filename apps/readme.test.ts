import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const readme = read("README.md");

describe("the README", () => {
  const code = globSync("{core,plugins,stores,harness,apps}/**/*.ts", { cwd: root }).map(read);
  const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, block = ""]) => block);

  test("has code to show", () => {
    expect(blocks.length).toBeGreaterThanOrEqual(3);
  });

  test.each(blocks)("quotes code that is compiled and tested: %s", (block) => {
    expect(code.some((file) => file.includes(block))).toBe(true);
  });

  test("names only npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/npm (?:run (\w+)|(start|test))/g)].map(
      ([, script, short]) => script ?? short ?? "",
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  test("leads only to files that exist", () => {
    const targets = [...readme.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target = ""]) => target);
    expect(targets.filter((target) => !existsSync(join(root, target)))).toEqual([]);
  });

  test("lists every variable of the configuration, and no other", () => {
    const listed = [...readme.matchAll(/^\| `([A-Z_]+)` *\|/gm)].map(([, name]) => name);
    const source = read("apps/assistant/config.ts");
    const known = [...source.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual(known.toSorted());
  });
});
