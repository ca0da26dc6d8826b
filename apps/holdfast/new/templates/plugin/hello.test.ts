import { createBot } from "holdfast/core";
import { expect, startTelegram } from "holdfast/harness";
import { memoryBackend } from "holdfast/stores";
import { test } from "vitest";
import { HelloPlugin } from "#plugins/_template";

/** A running bot with this plugin, and Telegram with it. */
async function setStage(settings = {}) {
  const telegram = await startTelegram();
  const { token } = telegram.bot({ username: "my_bot" });
  const bot = createBot({
    token,
    apiRoot: telegram.apiRoot,
    backend: memoryBackend(),
    plugins: [HelloPlugin],
    settings,
  });
  await bot.start();
  return {
    alice: telegram.user({ firstName: "Alice" }),
    bob: telegram.user({ firstName: "Bob" }),
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await telegram[Symbol.asyncDispose]();
      telegram.assertSound();
    },
  };
}

test("/hello greets by name and counts, for each user", async () => {
  await using stage = await setStage();
  const { alice, bob } = stage;
  await alice.send("/hello");
  await expect(alice).toSee("Hello, Alice! (1)");
  await alice.send("/hello");
  await expect(alice).toSee("Hello, Alice! (2)");
  await bob.send("/hello");
  await expect(bob).toSee("Hello, Bob! (1)");
});

test("the greeting is the operator's choice", async () => {
  await using stage = await setStage({ hello: { greeting: "Ahoy" } });
  await stage.alice.send("/hello");
  await expect(stage.alice).toSee("Ahoy, Alice!");
});
