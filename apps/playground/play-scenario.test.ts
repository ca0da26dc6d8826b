import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freePort } from "#harness";
import { scenarios as accepted } from "../acceptance/scenarios/index.ts";
import { directoryWith } from "../assistant/testing/assistant-stage.ts";
import { describeInBrowser, openPage, person } from "./testing/browser.ts";
import { echoBot } from "./testing/echo-playground.ts";
import { minded } from "./testing/minded.ts";
import { holdfast } from "./testing/play-process.ts";

const BOT = `env BOT_TOKEN=$TELEGRAM_TOKEN API_ROOT=$TELEGRAM_API_ROOT "${process.execPath}" "${echoBot}"`;

const scenarios = (...bodies: readonly (readonly [title: string, body: string])[]) => `
import { defineScenarios, expect, startCommand } from "holdfast/harness";

const { scenario, scenarios } = defineScenarios({ startBot: startCommand });

export { scenarios };
${bodies.map(([title, body]) => `\nscenario("${title}", async ({ alice, bob, bot, user, telegram }) => {\n${body}\n});`).join("\n")}
`;

const WISH = scenarios([
  "It knows Alice by name",
  `  await alice.send("Good day");
  await expect(alice).toSee("You said: Good day");

  await alice.send("Who am I?");
  await expect(alice).toSee("You are Alice");
  await bob.send("Never said");`,
]);

/** `holdfast play --scenario` on this file, as it is when the scenario has come to its end. */
async function played(source: string, args: readonly string[] = ["--bot", BOT], end = "Its stage stays") {
  const directory = await directoryWith({ "wish.scenario.ts": source });
  const port = String(await freePort());
  const file = join(directory.path, "wish.scenario.ts");
  const command = await holdfast(["play", "--scenario", file, "--port", port, "--no-open", ...args]);
  await command.wrote(end);
  return {
    url: `http://127.0.0.1:${port}`,
    output: command.output,
    exitCode: command.exitCode,
    async [Symbol.asyncDispose]() {
      await command[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}

const stateOf = async (url: string) => {
  const response = await fetch(`${url}/panels/scenario`);
  return (await response.json()) as { readonly steps: readonly unknown[] };
};

const scenarioTitle = (start: string) => accepted.find(({ title }) => title.startsWith(start))?.title ?? "";

describe("holdfast play --scenario", () => {
  test("says where it failed, and what was seen instead", async () => {
    await using run = await played(WISH);
    const line = WISH.split("\n").findIndex((one) => one.includes("You are Alice")) + 1;
    expect(run.output()).toContain(`Playground on ${run.url}\n`);
    expect(run.output()).toMatch(new RegExp(`✘ It knows Alice by name \\(\\S*wish\\.scenario\\.ts:${line}\\)`));
    expect(run.output()).toContain("the_bot (4): You said: Who am I?");
    expect(await stateOf(run.url)).toMatchObject({
      state: "failed",
      line,
      report: expect.stringContaining('Alice expected to see "You are Alice"'),
      steps: [
        { text: 'await alice.send("Good day");', state: "done" },
        { state: "done" },
        { state: "done" },
        { line, text: 'await expect(alice).toSee("You are Alice");', state: "failed" },
        { text: 'await bob.send("Never said");', state: "not reached" },
      ],
    });
  });

  test("says when it has passed, and stays open as well", async () => {
    const source = scenarios(["It answers", '  await alice.send("hello");\n  await expect(alice).toSee("hello");']);
    await using run = await played(source);
    expect(run.output()).toContain("✔ It answers\n");
    expect(await stateOf(run.url)).toMatchObject({ state: "passed", steps: [{ state: "done" }, { state: "done" }] });
  });

  test("shows what an oracle finds at the end, when every step was done", async () => {
    const source = scenarios(["It keeps quiet", '  await alice.send("/leak");\n  await expect(alice).toSeeNothing();']);
    await using run = await played(source);
    expect(await stateOf(run.url)).toMatchObject({
      state: "failed",
      report: expect.stringContaining("token in output"),
      steps: [{ state: "done" }, { state: "done" }],
    });
  });

  test("plays a scenario on the assistant, if no other bot is named", async () => {
    const source = scenarios([
      "It greets",
      '  await alice.send("/start");\n  await expect(alice).toSee("Hello Alice!");',
    ]);
    await using run = await played(source, []);
    expect(run.output()).toContain("✔ It greets\n");
  });

  test("asks which one of several", async () => {
    const source = scenarios(["One", "  await alice.send('x');"], ["Two", "  await bob.send('x');"]);
    const hint = "Name one by --title:\n  One\n  Two";
    await using run = await played(source, ["--bot", BOT], hint);
    expect(await run.exitCode()).toBe(1);
    await using unknown = await played(source, ["--bot", BOT, "--title", "Three"], hint);
    expect(unknown.output()).toContain('There is no scenario "Three".');
  });

  test("a bot that does not start, and two bots at once, are said in words", async () => {
    await using run = await played(WISH, ["--bot", "no-such-program"], "Try its command by itself.");
    expect(run.output()).toContain("the_bot ended with code 127");
    expect(await run.exitCode()).toBe(1);
    await using two = await played(WISH, ["--bot", BOT, "bot.ts"], "Name one of them.");
    expect(await two.exitCode()).toBe(1);
  });

  test("is what holdfast accept names when a scenario fails", async () => {
    await using directory = await directoryWith({ "wish.scenario.ts": WISH });
    await using acceptance = await holdfast(["accept", "--bot", BOT, "--scenarios", directory.path]);
    expect(await acceptance.exitCode()).toBe(1);
    const [, command = ""] = /To see it in the playground:\n +holdfast (.*)/.exec(acceptance.output()) ?? [];
    // A shell reads it as it stands.
    const words = spawnSync("/bin/sh", ["-c", `printf '%s\\n' ${command}`], { encoding: "utf8" })
      .stdout.trim()
      .split("\n");
    expect(words).toEqual([
      "play",
      ...["--scenario", join(directory.path, "wish.scenario.ts")],
      ...["--title", "It knows Alice by name"],
      ...["--bot", BOT],
    ]);
  });
});

describe("holdfast play --acceptance", () => {
  test("plays a scenario of the acceptance in its column, on a stage that stays", async () => {
    const port = String(await freePort());
    const args = ["--acceptance", scenarioTitle("Test 1:"), "--column", "webhook · sqlite"];
    await using run = await holdfast(["play", ...args, "--port", port, "--no-open"]);
    await run.wrote("Its stage stays");
    const state = await stateOf(`http://127.0.0.1:${port}`);
    expect(state).toMatchObject({ title: scenarioTitle("Test 1:"), state: "passed" });
    expect(state.steps.length).toBeGreaterThan(2);
  });

  test("says which columns there are", async () => {
    await using run = await holdfast(["play", "--acceptance", scenarioTitle("Test 1:"), "--column", "paper"]);
    expect(await run.exitCode()).toBe(1);
    expect(run.output()).toContain('"polling · sqlite"');
    await using none = await holdfast(["play", "--acceptance", "Pigs fly"]);
    expect(await none.exitCode()).toBe(1);
    expect(none.output()).toContain('The acceptance has no scenario "Pigs fly".');
  });
});

test("holdfast play --bot talks to any bot", async () => {
  const port = String(await freePort());
  await using command = await holdfast(["play", "--port", port, "--no-open", "--bot", BOT]);
  await command.wrote("Playground on");
  const bot = async () => {
    const waiting = (await (
      await fetch(`http://127.0.0.1:${port}/panels/calls?method=getUpdates`)
    ).json()) as unknown[];
    return waiting.length;
  };
  await expect.poll(bot, { timeout: 10_000 }).toBeGreaterThan(0);
});

describeInBrowser("a failed scenario in the playground", () => {
  test("is open at the step that failed, its chats as they were, its bot alive", async () => {
    await using run = await played(WISH);
    await using browser = await openPage(run.url);
    const { page } = browser;
    const alice = person(page, "Alice");
    const panel = page.getByRole("region", { name: "The scenario played here" });
    await panel.getByText("✘ It has failed here.").waitFor();
    const failed = panel.getByRole("listitem").and(page.locator('[aria-current="step"]'));
    expect(await failed.textContent()).toContain('toSee("You are Alice")');
    await failed.getByRole("region", { name: "Why it failed" }).getByText("You said: Who am I?").first().waitFor();
    await alice.sees("You said: Who am I?");
    // Everything is within the window, the bar above the chats, too.
    expect(await page.evaluate("document.documentElement.scrollHeight - innerHeight")).toBe(0);
    await alice.say("Still there?");
    await alice.sees("You said: Still there?");
    if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, "scenario-failed.png") });
    expect(await minded(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 780 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, "scenario-failed-phone.png") });
    expect(browser.complaints).toEqual([]);
  });

  test("shows whoever it brought onto its stage", async () => {
    const body = `  const carol = user({ firstName: "Carol" });
  telegram.group({ title: "Friends", members: [alice, carol] });
  await carol.send("I am Carol");
  await expect(carol).toSee("You said: I am Carol");`;
    await using run = await played(scenarios(["Carol comes", body]));
    await using browser = await openPage(run.url);
    await person(browser.page, "Carol").sees("You said: I am Carol");
    await browser.page.getByText("Friends").first().waitFor();
  });
});
