import { mkdir, mkdtempDisposable, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect as assert, describe, test } from "vitest";
import {
  BotProcess,
  type CommandSetup,
  expect,
  type FakeTelegram,
  Recorder,
  type Scenario,
  startTelegram,
  type WrittenScenario,
} from "../index.ts";
import { wanted } from "./literal.ts";
import { partsOf } from "./variable-parts.ts";

const echoBot = new URL("../bots/fixtures/echo-bot.mjs", import.meta.url).pathname;
const root = join(import.meta.dirname, "../..");

async function started(telegram: FakeTelegram, file: string): Promise<BotProcess> {
  const account = telegram.bot({ username: "echo_bot" });
  const env = { BOT_TOKEN: account.token, API_ROOT: telegram.apiRoot };
  const bot = new BotProcess({ telegram, account, command: [process.execPath, file], env });
  await bot.start();
  return bot;
}

async function stage() {
  const telegram = await startTelegram();
  const bot = await started(telegram, echoBot);
  const alice = telegram.user({ firstName: "Alice", username: "alice" });
  const bob = telegram.user({ firstName: "Bob", username: "bob_the_builder" });
  return {
    telegram,
    bot,
    alice,
    bob,
    record: () => new Recorder({ telegram, bot, users: [alice, bob] }),
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]();
      await telegram[Symbol.asyncDispose]();
    },
  };
}

/** A folder as somebody has it who tests a bot: the recorded file, and the package. */
async function folderWith({ source, files }: WrittenScenario) {
  const directory = await mkdtempDisposable(join(tmpdir(), "recorded-"));
  await mkdir(join(directory.path, "node_modules"));
  await symlink(root, join(directory.path, "node_modules/holdfast"));
  await mkdir(join(directory.path, "recording.files"));
  for (const [name, bytes] of files) await writeFile(join(directory.path, "recording.files", name), bytes);
  const file = join(directory.path, "recorded.scenario.ts");
  await writeFile(file, source);
  return { file, [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose]() };
}

async function replay(written: WrittenScenario, bot = echoBot): Promise<void> {
  await using folder = await folderWith(written);
  const { scenarios } = (await import(folder.file)) as { scenarios: readonly Scenario<CommandSetup>[] };
  const command = `BOT_TOKEN=$TELEGRAM_TOKEN API_ROOT=$TELEGRAM_API_ROOT exec "${process.execPath}" "${bot}"`;
  assert(scenarios).toHaveLength(1);
  for (const { run } of scenarios) await run({ command: ["/bin/sh", "-c", command] });
}

/** As if no answer had come late: how fast this machine is has nothing to do with what was done. */
const inTime = (source: string) => source.replaceAll(/, \{ within: [\d_]+ \}/g, "").replaceAll(/, within: [\d_]+/g, "");

describe("what was recorded", () => {
  test("is written as a person would have written it", async () => {
    await using run = await stage();
    const recorder = run.record();
    await run.alice.send("hello");
    await expect(run.alice).toSee("hello");
    await run.bob.send("/buttons");
    await run.bob.press("Yes");
    await run.bot.kill();
    await run.bob.send("are you there?");
    await run.bot.start();
    await expect(run.bob).toSee("are you there?");
    await recorder.stop();
    assert(inTime(recorder.write("Two people talk").source)).toBe(`import assert from "node:assert/strict";
import { defineScenarios, expect, startCommand } from "holdfast/harness";

const { scenario, scenarios } = defineScenarios({ startBot: startCommand });

export { scenarios };

scenario("Two people talk", async ({ alice, bob, bot }) => {
  await alice.send("hello");
  await expect(alice).toSee("You said: hello");

  await bob.send("/buttons");
  await expect(bob).toSee("Choose");

  assert.equal(await bob.press("Yes"), "pressed yes");

  await bot.kill();
  await bob.send("are you there?");
  await bot.start();
  await expect(bob).toSee("You said: are you there?");

  await expect(alice).toSeeNothing();
  await expect(bob).toSeeNothing();
});
`);
  });

  test("replays on the same bot, and on a changed one fails at the step that shows the change", async () => {
    await using run = await stage();
    const recorder = run.record();
    await run.alice.send("hello");
    await expect(run.alice).toSee("hello");
    await run.bob.send("/buttons");
    await run.bob.press("Yes");
    await recorder.stop();
    const written = recorder.write("Two people talk");
    await replay(written);

    const changed = (await readFile(echoBot, "utf8")).replace("pressed $", "chosen $");
    await using directory = await mkdtempDisposable(join(tmpdir(), "changed-"));
    const changedBot = join(directory.path, "changed.mjs");
    await writeFile(changedBot, changed);
    const failure: Error = await replay(written, changedBot).then(
      () => assert.fail("it should not have passed"),
      (error) => error,
    );
    assert(failure.message).toContain("chosen yes");
    const line = written.source.split("\n").findIndex((one) => one.includes("bob.press")) + 1;
    assert(failure.stack).toContain(`recorded.scenario.ts:${line}:`);
  });

  test("files, edits, reactions and deletions are done again, whatever the texts hold", async () => {
    await using run = await stage();
    const { alice, bob } = run;
    const early = await alice.send("early");
    await expect(alice).toSee("early");
    const recorder = run.record();
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it must come back as it is.
    const nasty = '"quotes" `ticks` ${alice.id} \\ */ // </script>\nand a second line \u2028 \u202e end';
    const sent = await alice.send(nasty);
    await expect(alice).toSee("and a second line");
    await alice.edit(sent, "tidy");
    await alice.react(sent, "👍");
    await alice.delete(sent);
    await alice.edit(early, "too early");
    await bob.sendPhoto({ caption: "mine" });
    await bob.sendDocument({ bytes: Buffer.from("real bytes"), name: "notes.txt" });
    await bob.sendContact({ phone_number: "+1", first_name: "Zoë" });
    await recorder.stop();
    const written = recorder.write(nasty);
    assert(written.files).toEqual(new Map([["1.bin", Buffer.from("real bytes")]]));
    assert(written.source).toContain("The bot had been written to before");
    assert(written.source).toContain("// Not written down: alice.edit(...), because its message is from before");
    assert(written.source).toContain('await bob.sendPhoto({ caption: "mine" });');
    assert(written.source).not.toMatch(/[\u2028\u202e]/);
    await replay(written);
  });

  test("groups, strangers, faults and the clock are on the stage, too", async () => {
    await using run = await stage();
    const { alice, bob, telegram } = run;
    const carol = telegram.user({ firstName: "Carol", languageCode: "de" });
    const family = telegram.group({ title: "The family", members: [alice, carol] });
    const recorder = run.record();
    telegram.faults.add({ method: "sendMessage", chat: family, answer: { delayMs: 1 } });
    await carol.send("/hello", { in: family });
    await expect(carol).toSee("/hello", { in: family });
    telegram.clock.advance(60_000);
    family.add(bob);
    await bob.block();
    await recorder.stop();
    const { source, files } = recorder.write("In a group");
    assert(inTime(source)).toContain(`  const carol = user({ firstName: "Carol", languageCode: "de" });
  const theFamily = group({ title: "The family", members: [alice, carol] });

  telegram.faults.add({ method: "sendMessage", chat: theFamily, answer: { delayMs: 1 } });
  await carol.send("/hello", { in: theFamily });
  await expect(carol).toSee("You said: /hello", { in: theFamily });
`);
    assert(source).toContain("telegram.clock.advance(60_000);\n  theFamily.add(bob);\n  await bob.block();");
    await replay({ source, files });
  });

  test("a basic group that becomes a supergroup is still the same group", async () => {
    await using run = await stage();
    const { alice, bob, telegram } = run;
    const recorder = run.record();
    const tea = telegram.group({ title: "Tea", type: "group", members: [alice, bob] });
    tea.migrate();
    await bob.send("/hello", { in: tea });
    await expect(bob).toSee("/hello", { in: tea });
    await recorder.stop();
    const { source, files } = recorder.write("Migrated");
    assert(source).toContain(`  const tea = group({ title: "Tea", members: [alice, bob], type: "group" });

  tea.migrate();
  await bob.send("/hello", { in: tea });
  await expect(bob).toSee("You said: /hello", { in: tea });
`);
    await replay({ source, files });
  });
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: that is what is written.
describe("what differs from run to run", () => {
  const of = (text: string, said = "") =>
    wanted(
      partsOf(text, [100_002], (part) => said.includes(part)),
      () => "alice.id",
    );

  test.each([
    ["Session ID: user_100002_ab12cd34", String.raw`/Session ID: user_\d+_[0-9a-f]{8}/`],
    ["at 2026-11-24T10:00:26.123Z", String.raw`/at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/`],
    ["on 2026-11-24 (+1)", String.raw`/on \d{4}-\d\d-\d\d \(\+1\)/`],
    ["0b8f3a4e-1c2d-4e5f-8a9b-0c1d2e3f4a5b", "/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/"],
    ["took 12.5 ms", String.raw`/took \d+(?:\.\d+)? ms/`],
    ["it is 9:05", String.raw`/it is \d+:\d+/`],
  ])("%s", (text, written) => {
    assert(of(text)).toBe(written);
    assert(text).toMatch(new RegExp(written.slice(1, -1)));
  });

  test.each([
    ["Turn Count: 3", '"Turn Count: 3"'],
    ["User ID: 100002", "`User ID: ${alice.id}`"],
    ["deadbeef and 12345678 and 1000024", '"deadbeef and 12345678 and 1000024"'],
    ["`${x}` \\ 100002", "`\\`\\${x}\\` \\\\ ${alice.id}`"],
  ])("but not: %s", (text, written) => assert(of(text)).toBe(written));

  test("what a person has said stays as it is", () => {
    assert(of("You said: wake me at 9:05, 100002", "wake me at 9:05, 100002")).toBe(
      '"You said: wake me at 9:05, 100002"',
    );
  });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: that is what is written.
