import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { BotProcess, expect as see, startTelegram } from "#harness";

const root = join(import.meta.dirname, "../..");

test("the bot of the README runs, and counts on after kill -9", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "count-bot-"));
  await using telegram = await startTelegram();
  const account = telegram.bot({ username: "count_bot" });
  await using bot = new BotProcess({
    telegram,
    account,
    command: [process.execPath, join(root, "dist/apps/example/count-bot.js")],
    cwd: directory.path,
    env: { TELEGRAM_TOKEN: account.token, TELEGRAM_API_ROOT: telegram.apiRoot },
  });
  await bot.start();
  const alice = telegram.user({ firstName: "Alice" });
  await alice.send("/count");
  await see(alice).toSee("That makes 1.");
  await bot.kill();
  await alice.send("/count");
  await bot.start();
  await see(alice).toSee("That makes 2.");
  telegram.assertSound();
});
