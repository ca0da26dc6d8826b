import { expect as assert, describe, test } from "vitest";
import { BotProcess, expect, startTelegram } from "../index.ts";
import { echoBot } from "./echo-bot.fixture.ts";

describe("a bot's process", () => {
  test("answers people", async () => {
    await using run = await echoBot();
    await run.bot.start();
    await run.alice.send("hello");
    await expect(run.alice).toSeeTyping();
    const [, said] = await expect(run.alice).toSee(/You said: (\w+)/);
    assert(said).toBe("hello");
    run.telegram.assertSound();
  });

  test("keeps its state when it is killed and started again", async () => {
    await using run = await echoBot();
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
    await using run = await echoBot();
    await run.bot.start();
    assert(await run.bot.stop()).toBe(0);
    assert(run.bot.output).toContain("stopped");
  });

  test("has ended when Telegram has taken all that it had sent", async () => {
    const program = new URL("./fixtures/last-words-bot.mjs", import.meta.url).pathname;
    const telegram = await startTelegram();
    await using disposal = new AsyncDisposableStack();
    disposal.use(telegram);
    const account = telegram.bot({ username: "last_words_bot" });
    const alice = telegram.user({ firstName: "Alice" });
    await alice.start();
    for (let life = 0; life < 5; life++) {
      const before = telegram.calls.of("sendMessage").length;
      const env = { API_ROOT: telegram.apiRoot, BOT_TOKEN: account.token, CHAT_ID: String(alice.id), COUNT: "200" };
      const command = [process.execPath, program] as const;
      const bot = disposal.use(new BotProcess({ telegram, account, command, env }));
      let takenAtEnd = 0;
      const ended = account.hostEnded.subscribe(() => {
        takenAtEnd = telegram.calls.of("sendMessage").length - before;
      });
      await bot.start({ until: "spawned" });
      await bot.exit();
      ended();
      assert(takenAtEnd).toBe(200);
    }
  });

  test("is another one after a restart, and what both wrote is kept", async () => {
    await using run = await echoBot();
    const { bot } = run;
    await bot.start();
    const { pid } = bot;
    await bot.restart();
    assert(bot.pid).not.toBe(pid);
    assert(bot.tail(40)).toEqual(["started", "stopped", "started"]);
  });

  test("that ends while starting is an error with its output", async () => {
    await using run = await echoBot({ env: { CRASH_AT_START: "yes" } });
    await assert(run.bot.start()).rejects.toThrow(/ended with code 3[\s\S]*no courage/);
  });

  test("that dies makes an expectation fail at once", async () => {
    await using run = await echoBot();
    await run.bot.start();
    await run.bot.kill();
    await run.alice.send("hello");
    await assert(expect(run.alice).toSee("You said")).rejects.toThrow("the process of echo_bot is not running");
  });

  test("is started when it listens, however long after its first words that is", async () => {
    await using run = await echoBot({ env: { SLOW_START_MS: "600" } });
    await run.bot.start({ until: /loading/ });
    assert(run.telegram.calls.of("getUpdates")).toEqual([]);
    await run.bot.kill();

    await run.bot.start();
    assert(run.telegram.calls.of("getUpdates")).toHaveLength(1);
    await run.alice.send("hello");
    await expect(run.alice).toSee("You said: hello");
  });

  test("that never listens is an error with its output, and is ended", async () => {
    await using run = await echoBot({ env: { NEVER_READY: "yes" }, patienceMs: 700 });
    await assert(run.bot.start()).rejects.toThrow(
      /echo_bot did not start within 700 ms, while waiting for it to be listening\. It wrote:\nthinking about it/,
    );
    assert(await run.bot.exit()).toBe(null);
    assert(run.bot.running).toBe(false);
  });
});
