import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { expect as assert, describe, test } from "vitest";
import { BotProcess, expect, startTelegram } from "../index.ts";

const echoBot = new URL("./fixtures/echo-bot.mjs", import.meta.url).pathname;

async function stage(env: Record<string, string> = {}, options: { idleProbe?: string } = {}) {
  const telegram = await startTelegram();
  const account = telegram.bot({ username: "echo_bot", ...options });
  const directory = await mkdtempDisposable(`${tmpdir()}/harness-`);
  const bot = new BotProcess({
    telegram,
    account,
    command: [process.execPath, echoBot],
    env: { BOT_TOKEN: account.token, API_ROOT: telegram.apiRoot, COUNT_FILE: `${directory.path}/count`, ...env },
  });
  return {
    telegram,
    account,
    bot,
    alice: telegram.user({ firstName: "Alice" }),
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]();
      await telegram[Symbol.asyncDispose]();
      await directory.remove();
    },
  };
}

describe("a bot's process", () => {
  test("answers people", async () => {
    await using run = await stage();
    await run.bot.start();
    await run.alice.send("hello");
    await expect(run.alice).toSeeTyping();
    const [, said] = await expect(run.alice).toSee(/You said: (\w+)/);
    assert(said).toBe("hello");
    run.telegram.assertSound();
  });

  test("keeps its state when it is killed and started again", async () => {
    await using run = await stage();
    await run.bot.start();
    await run.alice.send("/count");
    await expect(run.alice).toSee("Count: 1");

    await run.bot.kill();
    assert(run.bot.running).toBe(false);
    await run.alice.send("/count");
    await run.bot.start();
    await expect(run.alice).toSee("Count: 2");
  });

  test("stops when asked, and tells its exit code", async () => {
    await using run = await stage();
    await run.bot.start();
    assert(await run.bot.stop()).toBe(0);
    assert(run.bot.output).toContain("stopped");
  });

  test("that ends while starting is an error with its output", async () => {
    await using run = await stage({ CRASH_AT_START: "yes" });
    await assert(run.bot.start()).rejects.toThrow(/ended with code 3[\s\S]*no courage/);
  });

  test("that dies makes an expectation fail at once", async () => {
    await using run = await stage();
    await run.bot.start();
    await run.bot.kill();
    await run.alice.send("hello");
    await assert(expect(run.alice).toSee("You said")).rejects.toThrow("the process of echo_bot is not running");
  });
});
