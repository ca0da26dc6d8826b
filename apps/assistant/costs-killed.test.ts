import { expect as assert, test } from "vitest";
import { BotProcess, expect, freePort, startTelegram } from "#harness";
import { SqliteGate } from "../campaigns/crash/gates/sqlite-gate.ts";
import type { StoreTrap } from "../campaigns/crash/gates/step-watch.ts";
import { bin, directoryWith } from "./testing/assistant-stage.ts";

const SOON = { within: 20_000 };

/** The assistant of an operator who lets all together spend two requests' money a day. */
async function setFrugal() {
  const disposal = new AsyncDisposableStack();
  const { path: cwd } = disposal.use(await directoryWith({}));
  const telegram = disposal.use(await startTelegram());
  const port = await freePort();
  const account = telegram.bot({ username: "holdfast_bot", idleProbe: `http://127.0.0.1:${port}/healthz` });
  const gate = new SqliteGate(cwd);
  const bot = disposal.use(
    new BotProcess({
      telegram,
      account,
      command: [process.execPath, ...gate.arguments, bin, "start"],
      cwd,
      env: {
        TELEGRAM_TOKEN: account.token,
        TELEGRAM_API_ROOT: telegram.apiRoot,
        PORT: String(port),
        USD_PER_DAY: "0.02",
      },
    }),
  );
  await bot.start();
  const [alice, bob] = [telegram.user({ firstName: "Alice" }), telegram.user({ firstName: "Bob" })];
  return {
    bot,
    alice,
    bob,
    /** Kills the bot at this step of Alice's request. */
    async killAt(at: Pick<StoreTrap, "step" | "at">): Promise<void> {
      const held = Promise.withResolvers<void>();
      await gate.set({ number: 1, userId: alice.id, ...at }, bot, () => held.resolve());
      await alice.send("usage");
      await held.promise;
      await bot.kill();
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

// Each request says that it has cost $0.0123.
test.each([
  { step: "answered", at: "before" },
  { step: "answered", at: "after" },
  { step: "delivered", at: "before" },
] as const)("what a turn has cost is counted once for its user and for all, killed $at it is $step", async (place) => {
  await using stage = await setFrugal();
  const { alice, bob, bot } = stage;
  await stage.killAt(place);
  await bot.start();
  if (place.step === "answered" && place.at === "before") {
    await expect(alice).toSee("I was interrupted", SOON);
    await alice.press("🔁 Retry");
  }
  await expect(alice).toSee(/: usage$/, SOON);
  await alice.send("/usage");
  await expect(alice).toSee(
    "Today (UTC): 1 request in 2 steps, 1,200 tokens read, 345 written, $0.01\nIn all: 1 request in 2 steps,",
  );
  await bob.send("usage");
  await expect(bob).toSee(/: usage$/, SOON);
  await bob.send("usage");
  await expect(bob).toSee("❌ The $0.02 that all may use today are used up.", SOON);
  assert(bot.running).toBe(true);
});
