import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freePort } from "#harness";
import { describeInBrowser, openPage, person } from "./testing/browser.ts";
import { echoBot } from "./testing/echo-playground.ts";
import { minded } from "./testing/minded.ts";
import { holdfast } from "./testing/play-process.ts";

const commandOf = (file: string) =>
  `env BOT_TOKEN=$TELEGRAM_TOKEN API_ROOT=$TELEGRAM_API_ROOT "${process.execPath}" "${file}"`;

describeInBrowser("what is recorded in the playground", () => {
  test("is edited, replayed and saved, and holdfast accept plays the file: on a changed bot it fails", async () => {
    const port = String(await freePort());
    await using run = await holdfast(["play", "--bot", commandOf(echoBot), "--port", port, "--no-open"]);
    await run.wrote("Playground on");
    await using browser = await openPage(`http://127.0.0.1:${port}`);
    const { page } = browser;
    const [alice, bob] = [person(page, "Alice"), person(page, "Bob")];
    const recorder = page.getByRole("region", { name: "Recorder" });
    const says = (text: string | RegExp) => recorder.getByRole("status").getByText(text).waitFor();
    const source = recorder.getByRole("textbox", { name: "The scenario, to be edited" });

    await page.getByRole("button", { name: "Record", exact: true }).click();
    await recorder.getByRole("button", { name: "● Record" }).click();
    await says(/^Recording:/);
    await alice.say("hello");
    await alice.sees("You said: hello");
    await bob.say("/buttons");
    await bob.press("Yes");
    await bob.chat.getByText("pressed yes").first().waitFor();
    await recorder.getByRole("button", { name: "■ Stop" }).click();
    const recorded = await source.inputValue();
    expect(await minded(page)).toEqual([]);
    expect(recorded).toContain('await expect(alice).toSee("You said: hello");');

    await recorder.getByRole("button", { name: "Replay" }).click();
    await says("✔ The replay passed.");

    const wrong = recorded.replace("You said: hello", "You said: goodbye");
    const line = wrong.split("\n").findIndex((one) => one.includes("goodbye")) + 1;
    await source.fill(wrong);
    await recorder.getByRole("button", { name: "Replay" }).click();
    await says(new RegExp(`✘ The replay failed at line ${line}\\.[^]*Alice expected to see "You said: goodbye"`));
    if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, "recorder-replayed.png") });

    await source.fill(recorded.replace("  await alice.send", "  // by hand\n  await alice.send"));
    await recorder.getByLabel("Title").fill("Two people say hello");
    await recorder.getByLabel("Title").press("Enter");
    await says(/^Saved as scenarios\/two-people-say-hello\.scenario\.ts\.$/);
    const saved = await readFile(join(run.directory, "scenarios/two-people-say-hello.scenario.ts"), "utf8");
    expect(saved).toContain('scenario("Two people say hello", async');
    expect(saved).toContain("  // by hand\n");
    expect(browser.complaints).toEqual([]);

    const changed = join(run.directory, "changed.mjs");
    await writeFile(changed, (await readFile(echoBot, "utf8")).replace("pressed $", "chosen $"));
    const accepted = async (file: string) => {
      const scenarios = join(run.directory, "scenarios");
      await using command = await holdfast(["accept", "--bot", commandOf(file), "--scenarios", scenarios]);
      return { exitCode: await command.exitCode(), output: command.output() };
    };
    expect(await accepted(echoBot)).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/✔ +\d+\.\d s Two people say hello/),
    });
    expect(await accepted(changed)).toMatchObject({ exitCode: 1, output: expect.stringContaining("chosen yes") });
  });
});
