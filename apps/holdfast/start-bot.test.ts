import { spawnSync } from "node:child_process";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BotProcess, expect as see, startTelegram } from "#harness";

const root = join(import.meta.dirname, "../..");
const bin = join(root, "dist/apps/holdfast/bin.js");

/** Runs it to its end, with a token that is none. */
async function startOf(text: string | undefined) {
  await using directory = await mkdtempDisposable(join(tmpdir(), "holdfast-start-"));
  if (text !== undefined) await writeFile(join(directory.path, "bot.ts"), text);
  const env = { PATH: process.env.PATH, TELEGRAM_TOKEN: "1:none" };
  const options = { cwd: directory.path, env, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, "start", "bot.ts"], options);
  return { status, stdout, stderr: stderr.replaceAll(/\S+\/holdfast-start-\w+\//g, "…/") };
}

describe("holdfast start with a bot of one's own", () => {
  test("runs TypeScript with decorators as it is", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "holdfast-start-"));
    await using telegram = await startTelegram();
    const account = telegram.bot({ username: "count_bot" });
    await using bot = new BotProcess({
      telegram,
      account,
      command: [process.execPath, bin, "start", join(root, "apps/example/count-bot.ts")],
      cwd: directory.path,
      env: { TELEGRAM_TOKEN: account.token, TELEGRAM_API_ROOT: telegram.apiRoot },
    });
    await bot.start();
    const alice = telegram.user({ firstName: "Alice" });
    await alice.send("/count");
    await see(alice).toSee("That makes 1.");
    expect(await bot.stop()).toBe(0);
    telegram.assertSound();
  });

  test("names the file that is not there", async () => {
    const hint = "Name the one that runs your bot: holdfast start bot.ts.";
    expect(await startOf(undefined)).toEqual({ status: 1, stdout: "", stderr: `There is no file …/bot.ts. ${hint}\n` });
  });

  test("says where it is no TypeScript", async () => {
    const stderr = "bot.ts:2:10: Unexpected token. Correct it and start again.\n";
    expect(await startOf("const a = 1;\nconst b: = a;\n")).toEqual({ status: 1, stdout: "", stderr });
  });

  test("says what its bot was refused with in one line", async () => {
    const bot = `import { SetupInvalid } from "holdfast/core";\nthrow new SetupInvalid("This is wrong.", "Mend it.");\n`;
    expect(await startOf(bot)).toEqual({ status: 1, stdout: "", stderr: "This is wrong. Mend it.\n" });
  });

  test("does not end before a bot that nobody waits for", async () => {
    const bot = `setTimeout(() => console.log("still here"), 50);\n`;
    expect(await startOf(bot)).toEqual({ status: 0, stdout: "still here\n", stderr: "" });
  });
});
