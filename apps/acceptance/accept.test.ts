import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type Acceptance, accept } from "./accept.ts";
import { beyond, checklist, type Section } from "./checklist.ts";
import { readAcceptanceConfig } from "./config.ts";
import { checkChecklist } from "./judge.ts";
import { NotPlayed } from "./not-played.ts";
import { type AssistantScenario, scenarios } from "./scenarios/index.ts";
import { columns, POLLING_SQLITE } from "./stage/column.ts";
import { HOLDFAST } from "./stage/holdfast-command.ts";

const [node, bin] = HOLDFAST;
const FORGETFUL = [node, join(import.meta.dirname, "fixtures/forgetful-bot.mjs"), bin, "start"] as const;

const only = (...starts: string[]) => scenarios.filter(({ title }) => starts.some((start) => title.startsWith(start)));
const lines = (...shown: readonly AssistantScenario[]): Section[] => [
  { title: "Some lines", lines: shown.map(({ title }) => ({ text: `It is so: ${title}`, shownBy: [title] })) },
];

/** Accepts in one column unless said otherwise. @returns what was printed, and the exit code. */
async function acceptanceOf(changes: Partial<Acceptance>) {
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  await accept({ columns: [POLLING_SQLITE], withoutRedis: undefined, requireAll: false, print, ...changes });
  return { text: printed.join("\n"), exitCode: Number(process.exitCode ?? 0) };
}

afterEach(() => {
  process.exitCode = 0;
});

describe("the checklist", () => {
  const titles = scenarios.map(({ title }) => title);

  test("has a scenario for every line", () => {
    checkChecklist([...checklist, beyond(checklist, titles)], new Set(titles));
  });

  test("names every scenario somewhere", () => {
    const shown = [...checklist, beyond(checklist, titles)].flatMap((section) =>
      section.lines.flatMap((line) => line.shownBy),
    );
    expect(titles.filter((title) => !shown.includes(title))).toEqual([]);
  });

  test("is refused when a line has nothing to show, or something that does not exist", () => {
    const line = { title: "", lines: [{ text: "All is well", shownBy: [] as string[] }] };
    expect(() => checkChecklist([line], new Set())).toThrow('Nothing shows "All is well"');
    line.lines[0]?.shownBy.push("Pigs fly");
    expect(() => checkChecklist([line], new Set(titles))).toThrow('"Pigs fly", which is no scenario');
  });
});

describe("the acceptance", () => {
  test("is passed by the bot that holds fast", { timeout: 30_000 }, async () => {
    const played = only("Test 1:");
    const { text, exitCode } = await acceptanceOf({ scenarios: played, checklist: lines(...played) });
    expect(text).toMatch(
      /✔ It is so: Test 1.*\n {6}✔ polling · sqlite +\d+\.\d s {2}user_\d+_[0-9a-f]{8}, turn count 0/,
    );
    expect(exitCode).toBe(0);
  });

  test("is not passed by one that forgets", { timeout: 30_000 }, async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "accepted-"));
    const files = { junit: join(directory.path, "junit.xml"), html: join(directory.path, "report.html") };
    const played = only("Test 1:", "Test 2:");
    const wish = { scenarios: played, checklist: lines(...played), bot: FORGETFUL, files };
    const { text, exitCode } = await acceptanceOf(wish);
    expect(text).toContain("  ✔ It is so: Test 1");
    expect(text).toContain("  ✘ It is so: Test 2");
    expect(text).toContain("Lines: 1 ✔, 1 ✘. Scenarios played: 1 ✔, 1 ✘.");
    expect(exitCode).toBe(1);
    expect(await readFile(files.junit, "utf8")).toMatch(/<testsuite name="polling · sqlite" .* tests="2" failures="1"/);
    const opening = /HOLDFAST_SEED=\d+ holdfast play --acceptance '(Test 2:.*)' --column 'polling · sqlite'/;
    expect(text).toMatch(opening);
    expect(await readFile(files.html, "utf8")).toContain("holdfast play --acceptance &#39;Test 2:");
    // What Alice saw, in both.
    expect((await readFile(files.html, "utf8")).match(/Turn Count: 0/g)?.length).toBeGreaterThanOrEqual(2);
  });

  test("is not passed by a program that is no bot", { timeout: 30_000 }, async () => {
    const played = only("Test 1:");
    const bot = [node, "--eval", "process.exit(3)"] as const;
    const { text, exitCode } = await acceptanceOf({ scenarios: played, checklist: lines(...played), bot });
    expect(text).toContain("  ✘ It is so: Test 1");
    expect(text).toContain("ended with code 3");
    expect(exitCode).toBe(1);
  });

  test("takes a scenario without evidence for a failure", async () => {
    const silent: AssistantScenario = { title: "Silence", runsOn: () => true, run: async () => {} };
    const { text, exitCode } = await acceptanceOf({ scenarios: [silent], checklist: lines(silent) });
    expect(text).toContain("  ✘ It is so: Silence");
    expect(exitCode).toBe(1);
  });
});

describe("without Redis", () => {
  const anywhere: AssistantScenario = {
    title: "Anywhere",
    runsOn: () => true,
    run: async (_, note) => note("seen"),
  };
  const wish = { scenarios: [anywhere], checklist: lines(anywhere), columns, withoutRedis: "there is no redis-server" };

  test("its columns are skipped, in one line, and never passed", async () => {
    const { text, exitCode } = await acceptanceOf(wish);
    expect(text.split("\n")[0]).toBe("there is no redis-server. The Redis columns are skipped.");
    expect(text).toMatch(/ {6}– polling · redis/);
    expect(text).not.toMatch(/✔ \w+ · redis/);
    expect(text).toContain("Scenarios played: 2 ✔, 0 ✘, 2 skipped.");
    expect(exitCode).toBe(0);
  });

  test("that is a failure where all is required", async () => {
    const { text, exitCode } = await acceptanceOf({ ...wish, requireAll: true });
    expect(text).toContain("✘ HOLDFAST_REQUIRE_ALL=1, but not played: there is no redis-server.");
    expect(text).not.toMatch(/✔ \w+ · redis/);
    expect(exitCode).toBe(1);
  });
});

describe("a scenario that finds this machine lacks what it needs", () => {
  const lacking: AssistantScenario = {
    title: "On the moon",
    runsOn: () => true,
    run: async () => {
      throw new NotPlayed("there is no rocket: get one with `apt-get install rocket`");
    },
  };
  const played: AssistantScenario = { title: "On earth", runsOn: () => true, run: async (_, note) => note("seen") };
  const together = { title: "Both", lines: [{ text: "Everywhere", shownBy: [lacking.title, played.title] }] };
  const wish = { scenarios: [lacking, played], checklist: [...lines(lacking, played), together] };

  test("is skipped with its reason and never passed, nor is what it should show together with others", async () => {
    const { text, exitCode } = await acceptanceOf(wish);
    expect(text).toMatch(/ {2}– It is so: On the moon\n {6}– .*not played: there is no rocket: get one with/);
    expect(text).toMatch(/ {2}– Everywhere\n {6}– polling · sqlite .*no rocket.*; seen/);
    expect(text).toContain("Lines: 1 ✔, 0 ✘, 2 skipped. Scenarios played: 1 ✔, 0 ✘, 1 skipped.");
    expect(exitCode).toBe(0);
  });

  test("is a failure where all is required", async () => {
    const { text, exitCode } = await acceptanceOf({ ...wish, requireAll: true });
    expect(text).toContain("✘ HOLDFAST_REQUIRE_ALL=1, but not played: there is no rocket: get one with");
    expect(exitCode).toBe(1);
  });
});

test("the configuration comes from the environment", () => {
  expect(readAcceptanceConfig({ HOLDFAST_REQUIRE_ALL: "1", HOLDFAST_KILLS: "3", HOLDFAST_SEED: "7" })).toEqual({
    requireAll: true,
    effort: { kills: 3, seed: 7 },
  });
  expect(readAcceptanceConfig({}).effort.kills).toBe(20);
  expect(() => readAcceptanceConfig({ HOLDFAST_KILLS: "many" })).toThrow("HOLDFAST_KILLS is not a number");
});
