import assert from "node:assert/strict";
import { expect } from "#harness";
import type { BotStore } from "../stage/bot-store.ts";
import { eventually } from "./eventually.ts";
import { scenario } from "./scenario.ts";
import { ask, statusOf } from "./status.ts";

const MOST_MS = 10_000;

scenario(
  "A second bot takes over within 10 s when the owner is killed, with everything in its place",
  async (stage) => {
    const { alice, bob, bot, port, telegram, anotherBot, note } = stage;
    await ask(alice, "one");
    const before = await statusOf(alice);
    await using second = anotherBot();
    await second.start({ until: /waiting: another process owns the store/ });

    const begun = performance.now();
    await bot.kill();
    await alice.send("two");
    await bob.send("Anybody?");
    await eventually(() => isReady(port));
    const ms = performance.now() - begun;
    assert.ok(ms < MOST_MS, `it took ${Math.round(ms)} ms`);

    // Telegram leaves a webhook that failed alone for a while.
    telegram.clock.advance(MOST_MS);
    await expect(alice).toSee(/: two$/, { within: MOST_MS });
    await expect(bob).toSee(": Anybody?", { within: MOST_MS });
    const after = await statusOf(alice);
    assert.equal(after.sessionId, before.sessionId);
    assert.equal(after.turnCount, 2);
    note(
      `ready ${(ms / 1000).toFixed(1)} s after the kill; what was sent meanwhile answered, session and count as they were`,
    );
  },
);

scenario("A bot that is killed leaves no lock behind", async ({ alice, bot, store, note }) => {
  await ask(alice, "one");
  assert.equal(await canBeOwned(store), false);
  const begun = performance.now();
  await bot.kill();
  await eventually(() => canBeOwned(store));
  const ms = performance.now() - begun;
  await bot.start();
  await ask(alice, "two");
  note(`the store was free ${(ms / 1000).toFixed(1)} s after the kill`);
});

/** Whether another process may own the store now; gives the place back at once. */
const canBeOwned = (store: BotStore) =>
  store.open(async (_, backend) => {
    const owner = await backend.own(() => {});
    await owner?.release();
    return owner !== undefined;
  });

/** Whether the bot on this port takes updates. */
const isReady = (port: number) =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
