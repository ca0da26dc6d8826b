import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { freePort } from "../bots/free-port.ts";
import { follow, stepsOf } from "./page.fixture.ts";
import { workplace } from "./workplace.fixture.ts";

const here = import.meta.dirname;
const pages = globSync("**/*.md", { cwd: here }).toSorted();
const faults = pages.filter((page) => page.startsWith("faults/"));
const read = (page: string) => readFileSync(join(here, page), "utf8");

describe("the guides", () => {
  test.each(pages)("%s leads only to what is there", (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = ""]) => target);
    expect(targets.filter((target) => !existsSync(join(here, dirname(page), target)))).toEqual([]);
  });

  test("their README leads to every page", () => {
    expect(pages.filter((page) => page !== "README.md" && !read("README.md").includes(`](${page})`))).toEqual([]);
  });

  test("have a page with every answer that a fault can give", () => {
    const kinds = [...readFileSync(join(here, "../faults/fault.ts"), "utf8").matchAll(/^ {2}\| "([\w-]+)"/gm)];
    const shown = faults.map(read).join("\n");
    expect(kinds.length).toBeGreaterThan(7);
    for (const [, kind] of kinds) expect(shown).toContain(`"${kind}"`);
    for (const other of ["delayMs", "retryAfter", "forMs", "chance", "where", "hold(", "latencyMs", "flood"]) {
      expect(shown).toContain(other);
    }
  });
});

describe("a page about a fault", () => {
  test.concurrent.each(faults)("%s is true as it is typed", { timeout: 180_000 }, async (page) => {
    await using place = await workplace();
    expect(await follow(join(here, page), { directory: place.path, env: place.env })).toEqual([]);
  });

  test.each(faults)("%s has tests, and says when it happens and what to look for", async (page) => {
    const steps = await stepsOf(join(here, page));
    expect(steps.some((step) => "file" in step && step.file.endsWith(".test.js"))).toBe(true);
    expect(steps.some((step) => "script" in step && step.shown?.includes("passed"))).toBe(true);
    expect([...read(page).matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
      "What it is",
      "A bot that survives it",
      "What to look for",
    ]);
  });
});

const lacking = ["python3", "curl"].filter((program) => spawnSync(program, ["--version"]).status !== 0);
const isLeftOut = lacking.length > 0 && process.env.HOLDFAST_REQUIRE_ALL !== "1";
if (isLeftOut) console.warn(`Without ${lacking.join(" and ")} the page on Python is not tried.`);

describe.skipIf(isLeftOut)("the page on a Python bot", () => {
  test("is true as it is typed", { timeout: 120_000 }, async () => {
    await using place = await workplace();
    const ports = [String(await freePort()), String(await freePort())];
    const adapt = (text: string) =>
      text.replace("npm install holdfast", "").replaceAll(/\b808([12])\b/g, (_, which) => ports[which - 1] ?? "");
    expect(await follow(join(here, "python.md"), { directory: place.path, env: place.env, adapt })).toEqual([]);
  });
});
