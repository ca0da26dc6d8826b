import { spawnSync } from "node:child_process";
import { mkdtempDisposable, readFile } from "node:fs/promises";
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
  test("ends with 1 when there is no such bot", async () => {
    const { text, exitCode } = await accepted("no-such-program", join(fixtures, "wish.scenario.ts"));
    expect(text).toContain("the_bot ended with code 127");
    expect(exitCode).toBe(1);
  });

  test("says what is wrong with the scenarios", async () => {
    expect(await accepted("true", "nowhere")).toMatchObject({
      exitCode: 1,
      text: expect.stringContaining("There is no nowhere."),
    });
    expect(await accepted("true", join(fixtures, "echo_bot.py"))).toMatchObject({
      exitCode: 1,
      text: expect.stringContaining("can't be loaded"),
    });
  });
});
