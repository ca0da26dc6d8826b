import { spawnSync } from "node:child_process";
import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { holdfast } from "../../playground/testing/play-process.ts";

const fixtures = join(import.meta.dirname, "fixtures");
const BOT = `python3 '${join(fixtures, "echo_bot.py")}'`;
const hasPython = spawnSync("python3", ["--version"]).status === 0;
const isRequired = process.env.HOLDFAST_REQUIRE_ALL === "1";
if (!hasPython && !isRequired)
  console.warn("python3 is missing, so no foreign bot is accepted: apt-get install python3.");

async function accepted(bot: string, scenarios: string, ...more: string[]) {
  await using command = await holdfast(["accept", "--bot", bot, "--scenarios", scenarios, ...more]);
  return { exitCode: await command.exitCode(), text: command.output() };
}

describe.skipIf(!hasPython && !isRequired)("holdfast accept --bot", () => {
  test("plays scenarios on a bot in another language; what can't be shown of it is n/a", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "foreign-"));
    const [junit, html] = [join(directory.path, "junit.xml"), join(directory.path, "report.html")];
    const { text, exitCode } = await accepted(BOT, join(fixtures, "scenarios"), "--junit", junit, "--html", html);
    expect(text).toMatch(/^✔ +\d\.\d s What Alice says comes back\n✔ +\d\.\d s It goes on after kill -9\n/);
    expect(text).toContain("n/a       Its store is sound (its store can't be looked into from outside)");
    expect(text).toContain("Scenarios: 2 ✔, 0 ✘, 1 n/a.");
    expect(exitCode).toBe(0);
    expect(await readFile(junit, "utf8")).toMatch(/tests="3" failures="0" errors="0" skipped="1"/);
    expect(await readFile(html, "utf8")).toContain("You said: Good day");
  });

  test("ends with 1 when one fails, with what the user saw", async () => {
    const { text, exitCode } = await accepted(BOT, join(fixtures, "wish.scenario.ts"));
    expect(text).toContain("✘ It knows Alice by name\n");
    expect(text).toContain("the_bot (2): You said: Who am I?");
    expect(exitCode).toBe(1);
  });
});

describe("holdfast accept --bot without any", () => {
  test.each([
    ["no-such-program", "the_bot ended with code 127", "no-such-program: not found"],
    ["sh -c 'echo no courage; exit 3'", "the_bot ended with code 3", "no courage"],
    ["true", "the_bot ended with code 0", "It wrote nothing."],
  ])("says once that the bot does not start, and how it was tried: %s", async (bot, how, wrote) => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "foreign-"));
    const junit = join(directory.path, "junit.xml");
    const { text, exitCode } = await accepted(bot, join(fixtures, "scenarios"), "--junit", junit);
    expect(text.split("The bot does not start, so nothing was played.")).toHaveLength(2);
    expect(text.split(how)).toHaveLength(2);
    expect(text).toContain(wrote);
    expect(text).toMatch(/^It was started in \/\S+ by: /m);
    expect(text).toContain("Scenarios: 0 ✔, 3 ✘, 0 n/a.");
    expect(exitCode).toBe(1);
    expect(await readFile(junit, "utf8")).toMatch(/tests="3" failures="3".*The bot does not start: /s);
  });

  test.each([
    [
      "syntax.scenario.js",
      "const greeting = ;",
      "syntax.scenario.js:1: Unexpected token ';'. Correct it and try again.",
    ],
    ["syntax.scenario.ts", "const greeting: string = ;", "syntax.scenario.ts:1:26: Unexpected token. Correct it"],
    ["import.scenario.js", 'import "no-such-package";', "can't be loaded: Cannot find package 'no-such-package'"],
    ["throws.scenario.js", "scenario();", `can't be loaded: it threw "scenario is not defined". Correct it`],
    [
      "default.scenario.js",
      "export default [];",
      "exports no scenarios, but default. Export what defineScenarios gives",
    ],
    [
      "shape.scenario.js",
      'export const scenarios = ["Hello"];',
      "exports as scenarios are none. Export what defineScenarios",
    ],
  ])("says what is wrong in %s", async (name, source, problem) => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "foreign-"));
    await writeFile(join(directory.path, name), `${source}\n`);
    const { text, exitCode } = await accepted("true", directory.path);
    expect(text).toContain(problem);
    expect(text.trim().split("\n")).toHaveLength(1);
    expect(exitCode).toBe(1);
  });

  test("says that there are no scenarios", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "foreign-"));
    const wanted = { exitCode: 1, text: expect.stringContaining("has no scenarios. Their files are called like") };
    expect(await accepted("true", directory.path)).toMatchObject(wanted);
    expect((await accepted("true", "nowhere")).text).toContain("There is no nowhere.");
  });

  test("says that a report can't be written", async () => {
    const junit = join(import.meta.filename, "junit.xml");
    const { text, exitCode } = await accepted("true", join(fixtures, "wish.scenario.ts"), "--junit", junit);
    expect(text).toContain(`${junit} can't be written: `);
    expect(exitCode).toBe(1);
  });
});
