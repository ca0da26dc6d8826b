import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BotProcess, expect, startTelegram } from "holdfast/harness";
import { test } from "vitest";

test("the bot counts on after kill -9, and answers what was sent meanwhile", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "bot-"));
  await using telegram = await startTelegram();
  const account = telegram.bot({ username: "my_bot" });
  await using bot = new BotProcess({
    telegram,
    account,
    command: ["holdfast", "start", "bot.ts"],
    env: {
      TELEGRAM_TOKEN: account.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      SESSION_STORE: `sqlite:${directory.path}/test.sqlite`,
    },
  });
  const alice = telegram.user({ firstName: "Alice" });

  await bot.start();
  await alice.send("/hello");
  await expect(alice).toSee("Hello, Alice! (1)");
  await bot.kill();

  await alice.send("/hello");
  await bot.start();
  await expect(alice).toSee("Hello, Alice! (2)");
  telegram.assertSound();
});
