import assert from "node:assert/strict";
import { expect } from "#harness";
import { eventually } from "./eventually.ts";
import { scenario } from "./scenario.ts";
import { ask, statusOf } from "./status.ts";

scenario(
  "SIGTERM while a turn runs: exit 0, and the user is asked whether to try again",
  async ({ alice, bot, note }) => {
    await alice.send("slow 4s please");
    await expect(alice).toSeeTyping();
    await alice.send("and this");
    await expect(alice).toSee("⏳ Queued: 1 ahead.");
    const begun = performance.now();
    assert.equal(await bot.stop("SIGTERM"), 0);
    const took = Math.round(performance.now() - begun);
    assert.ok(took < 8_000, `${took} ms`);

    await bot.start();
    await expect(alice).toSee("⚠️ I was interrupted while working on this:\n\n“slow 4s please”", { within: 10_000 });
    await alice.press("🔁 Retry");
    await expect(alice).toSee(": slow 4s please", { within: 20_000 });
    await expect(alice).toSee(": and this");
    assert.equal((await statusOf(alice)).turnCount, 2);
    assert.equal(await alice.press("🔁 Retry").catch(() => "no button"), "no button");
    note(`stopped in ${took} ms with code 0; receipt, Retry, answer; the one behind it afterwards; counted once each`);
  },
);

scenario("A turn cut off by kill -9 is not run again blindly; Discard gives it up", async ({ alice, bot, note }) => {
  await alice.send("slow 60s");
  await expect(alice).toSeeTyping();
  await bot.kill();
  await bot.start();
  await expect(alice).toSee("I was interrupted", { within: 10_000 });
  await alice.press("🗑️ Discard");
  await expect(alice).toSee("🗑️ Discarded.");
  await ask(alice, "something else");
  assert.equal((await statusOf(alice)).turnCount, 2);
  note("one receipt; discarded at a press; the next message was answered");
});

scenario("A second SIGTERM ends the bot at once", async ({ alice, bot, telegram, port, note }) => {
  telegram.faults.add({ method: "sendMessage", answer: { delayMs: 5_000 } });
  await alice.send("/start");
  await eventually(() => telegram.calls.of("sendMessage").length > 0);
  const { pid } = bot;
  assert.ok(pid);
  process.kill(pid, "SIGTERM");
  // It has heard the signal when it no longer calls itself ready.
  await eventually(() =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => !ok,
      () => true,
    ),
  );
  assert.ok(bot.running, "it waits for the handler at hand");
  const begun = performance.now();
  await bot.stop("SIGTERM");
  const took = Math.round(performance.now() - begun);
  assert.ok(took < 1_000, `${took} ms`);
  await bot.start();
  await expect(alice).toSee("👋 Hello Alice!", { within: 10_000 });
  note(`ended ${took} ms after the second signal; the message at hand was answered by the next process`);
});
