import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtInPlugins, optionalPlugins } from "./index.ts";

const root = import.meta.dirname;
const read = (file: string) => readFileSync(join(root, file), "utf8");
const readme = read("README.md");
/** Quoted on a page, a method stands further to the left, and its lines may break elsewhere. */
const bare = (text: string) => text.replace(/\s+/g, "");
const code = globSync("**/*.ts", { cwd: root }).map((file) => bare(read(file)));
const pages = ["README.md", ...globSync("pages/*.md", { cwd: root }).sort()];

describe.each(pages)("%s", (page) => {
  const text = read(page);
  const blocks = [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, block = ""]) => block);

  test("quotes code that is compiled and tested", () => {
    expect(blocks.filter((block) => !code.some((file) => file.includes(bare(block))))).toEqual([]);
    if (page !== "README.md") expect(blocks).not.toEqual([]);
  });

  test("leads only to files that exist", () => {
    const targets = [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target = ""]) => target);
    expect(targets.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
  });
});

test("the README leads to every page, and names every plugin", () => {
  expect(pages.slice(1).filter((page) => !readme.includes(`(${page})`))).toEqual([]);
  const folders = globSync("*/index.ts", { cwd: root }).map(dirname);
  expect(folders.length).toBeGreaterThan(builtInPlugins.length);
  expect(folders.filter((folder) => !readme.includes(`| \`${folder}\``))).toEqual([]);
});

test("every example has its scenario, and every optional plugin its folder", () => {
  const examples = globSync("examples/*.ts", { cwd: root, exclude: ["**/*.test.ts"] });
  expect(examples.filter((file) => !existsSync(join(root, file.replace(".ts", ".test.ts"))))).toEqual([]);
  expect(Object.keys(optionalPlugins).filter((name) => !existsSync(join(root, name)))).toEqual([]);
});
