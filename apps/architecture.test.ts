import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

/** The arrows of the house. A change of architecture is a change of these lines. */
const mayImport: Record<string, readonly string[]> = {
  core: [],
  plugins: ["core"],
  stores: ["core"],
  harness: [],
  apps: ["core", "plugins", "stores", "harness"],
};
const rooms = Object.keys(mayImport);
const root = join(import.meta.dirname, "..");

/** Tests may also take what they need to enter by the front door. */
const files = globSync(`{${rooms.join(",")}}/**/*.{ts,tsx}`, { cwd: root });
const sources = files.filter((file) => !file.includes(".test.") && !file.includes(".fixture."));

interface Import {
  readonly from: string;
  readonly specifier: string;
  readonly room: string | undefined;
  /** Whether it only happens when it is reached. */
  readonly dynamic: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = [...text.matchAll(/(?:\bfrom\s+|^import\s+|\bimport(\()\s*)"([^"]+)"/gm)];
  return found.map(([, dynamic, specifier = ""]) => {
    const inner = specifier.startsWith("#") ? specifier.slice(1) : undefined;
    const path = specifier.startsWith(".") ? relative(root, join(root, dirname(file), specifier)) : inner;
    return { from: file, specifier, room: path?.split("/")[0], dynamic: dynamic !== undefined };
  });
}

const roomOf = (file: string) => file.split("/")[0] ?? "";
const everyImport = sources.flatMap(importsOf);

describe("the house", () => {
  test("has imports to look at", () => {
    expect(everyImport.filter(({ room }) => room === "core").length).toBeGreaterThan(50);
  });

  test.each(rooms)("%s imports only the rooms its arrows lead to", (room) => {
    const wrong = everyImport.filter(
      (each) => roomOf(each.from) === room && each.room && each.room !== room && !mayImport[room]?.includes(each.room),
    );
    expect(wrong).toEqual([]);
  });

  test("a room is entered by its door, never by a path into it", () => {
    const wrong = everyImport.filter(({ from, specifier, room }) => specifier.startsWith(".") && room !== roomOf(from));
    expect(wrong).toEqual([]);
  });

  test("plugins never import each other", () => {
    const pluginOf = (file: string) => file.split("/")[1] ?? "";
    const wrong = everyImport.filter(({ from, specifier }) => {
      if (roomOf(from) !== "plugins" || !specifier.startsWith(".") || from === "plugins/index.ts") return false;
      return pluginOf(relative(root, join(root, dirname(from), specifier))) !== pluginOf(from);
    });
    expect(wrong).toEqual([]);
  });

  test("only apps read the environment", () => {
    const readers = sources.filter((file) => /process\.env\b/.test(readFileSync(join(root, file), "utf8")));
    expect(readers.filter((file) => roomOf(file) !== "apps" && roomOf(file) !== "harness")).toEqual([]);
  });

  test("the bot's own entry point does not load the harness", () => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const { specifier, dynamic } of importsOf(file)) {
        if (dynamic || !specifier.startsWith(".")) continue;
        visit(relative(root, join(root, dirname(file), specifier)));
      }
    };
    visit("apps/assistant/start.ts");
    const entered = [...seen].flatMap(importsOf).filter(({ dynamic, room }) => !dynamic && room === "harness");
    expect(entered).toEqual([]);
  });
});
