import { existsSync } from "node:fs";
import { expect as assert, test } from "vitest";
import { BotProcessFailed, expect, startStage } from "../index.ts";

const named = "env BOT_TOKEN=$TELEGRAM_TOKEN API_ROOT=$TELEGRAM_API_ROOT";
const bot = `${named} "$NODE" harness/bots/fixtures/echo-bot.mjs`;
const env = { NODE: process.execPath };

test("a line as for a shell is a bot that runs, in the current directory", async () => {
  await using stage = await startStage({ bot, env });
  const { telegram, alice, bob } = stage;
  await alice.send("Good day");
  await expect(alice).toSee("You said: Good day");
  await bob.send("Good night");
  await expect(bob).toSee("You said: Good night");
  telegram.assertSound();
});

test("the signals of a test reach the bot itself, and nothing is left at the end", async () => {
  const stage = await startStage({ bot, env });
  assert(await stage.bot.stop()).toBe(0);
  assert(stage.bot.output).toContain("stopped");
  await stage.bot.start();
  await stage[Symbol.asyncDispose]();
  assert([stage.bot.running, existsSync(stage.directory)]).toEqual([false, false]);
});

test("a bot that ends at once is told with what it wrote", async () => {
  const starting = startStage({ bot: "sh -c 'echo no courage; exit 3'" });
  await assert(starting).rejects.toThrow(BotProcessFailed);
  await assert(starting).rejects.toThrow(/ended with code 3.*no courage/s);
});
