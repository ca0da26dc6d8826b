import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { beforeAll, describe, expect, test } from "vitest";
import { manifest, type Packed, pack } from "./tarball.fixture.ts";

const root = join(import.meta.dirname, "../..");

describe("what npm pack makes", () => {
  let packed: Packed;
  beforeAll(async () => {
    packed = await pack();
    return () => packed[Symbol.asyncDispose]();
  });
  const code = () => packed.files.filter((file) => /^dist\/.*\.js$/.test(file));

  test("holds what runs and what it reads: no sources, tests, fixtures or measurements", () => {
    const read = /^apps\/holdfast\/new\/templates\/|^(harness\/api\/description\.json|plugins\/_template\/hello\.ts)$/;
    const own = packed.files.filter((file) => !read.test(file));
    expect(own.filter((file) => !/^dist\/|^(LICENSE|README\.md|package\.json)$/.test(file))).toEqual([]);
    expect(own.filter((file) => /\.(test|fixture|map)\b|\/(bench|campaigns|package|templates)\//.test(file))).toEqual(
      [],
    );
  });

  test("holds what its doors lead to, and of the tests' helpers no other", () => {
    const there = new Set(code());
    const reached = reachable(code());
    expect([...reached].filter((file) => !there.has(file))).toEqual([]);
    expect(code().filter((file) => file.includes("/testing/") && !reached.has(file))).toEqual([]);
  });

  test("holds the types that its doors lead to", () => {
    const types = packed.files.filter((file) => file.endsWith(".d.ts"));
    const missing = [...reachable(types, "d.ts")].filter((file) => !types.includes(file));
    expect(missing).toEqual([]);
  });

  test("depends on everything it imports, types included", () => {
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
    const imported = packed.files.filter((file) => /^dist\/.*\.(js|d\.ts)$/.test(file)).flatMap(packagesIn);
    expect([...new Set(imported)].filter((name) => !(name in declared))).toEqual([]);
  });

  test("brings @keyv/sqlite along, so that nobody compiles the better-sqlite3 it asks for and never loads here", () => {
    expect(packed.bundled.filter((file) => file.endsWith("/package.json"))).toEqual([
      "node_modules/@keyv/sqlite/package.json",
      "node_modules/better-sqlite3/package.json",
      "node_modules/hookified/package.json",
    ]);
    expect(packed.bundled.filter((file) => file.startsWith("node_modules/better-sqlite3/"))).toHaveLength(1);
  });

  test("is small", () => {
    // The fake Telegram with its 185 methods, its playground and the agent are in it: what would show here is a stray file,
    // or comments in the code, where nobody looks for them: those of the types are kept.
    expect(packed.bytes).toBeLessThan(800_000);
  });

  test("has nothing that publint minds", async () => {
    const tarball = await readFile(packed.tarball);
    const { messages } = await publint({ pack: { tarball: new Uint8Array(tarball).buffer }, strict: true });
    expect(messages).toEqual([]);
  });

  test("has types that are right for everyone who imports it", async () => {
    const result = await checkPackage(createPackageFromTarballData(await readFile(packed.tarball)));
    const problems = result.types ? result.problems : ["no types"];
    // It is ESM only, and says so: what a CommonJS resolver makes of it is nobody's surprise.
    const minded = problems.filter((problem) => !/"node10"|"node16-cjs"/.test(JSON.stringify(problem)));
    expect(minded).toEqual([]);
  });
});

/** Files of `dist/` that the exports and the command lead to, by import or by being named as a file beside. */
function reachable(code: readonly string[], kind: "js" | "d.ts" = "js"): Set<string> {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    if (!code.includes(file)) return;
    for (const [, specifier = ""] of textOf(file).matchAll(/(?:from|import|import\(|URL\()\s*"([.#][\w@./#-]*)"/g)) {
      visit(
        specifier.startsWith("#")
          ? `dist/${specifier.slice(1)}/index.${kind}`
          : normalize(join(dirname(file), specifier)).replace(/\.(ts|js)$/, `.${kind}`),
      );
    }
  };
  for (const room of ["core", "plugins", "stores", "stores/contract", "harness"]) visit(`dist/${room}/index.${kind}`);
  if (kind === "js") visit("dist/apps/holdfast/bin.js");
  return seen;
}

function packagesIn(file: string): string[] {
  const specifiers = [...textOf(file).matchAll(/(?:from|import|import\()\s*"([\w@][\w@./:-]*)"/g)].map(
    ([, name = ""]) => name,
  );
  return specifiers
    .filter((name) => !/^(node:|holdfast\/)/.test(name))
    .map((name) =>
      name
        .split("/")
        .slice(0, name.startsWith("@") ? 2 : 1)
        .join("/"),
    );
}

const textOf = (file: string) => readFileSync(join(root, file), "utf8");
