import assert from "node:assert/strict";
import { expect } from "#harness";
import { eventually } from "./eventually.ts";
import { type AssistantStage, scenario } from "./scenario.ts";
import { ask, statusOf } from "./status.ts";

/** Keeps its data over a kill of its own, down to the last write that it confirmed. */
const lasting = { on: "redis", redis: ["--appendonly", "yes", "--appendfsync", "always"] } as const;

const outages = {
  "was killed and starts again with its data": {
    begin: (redis: NonNullable<AssistantStage["redis"]>) => redis.kill(),
    end: (redis: NonNullable<AssistantStage["redis"]>) => redis.start(),
  },
  "fell silent for a while": {
    begin: async (redis: NonNullable<AssistantStage["redis"]>) => redis.freeze(),
    end: async (redis: NonNullable<AssistantStage["redis"]>) => redis.thaw(),
  },
};

for (const [what, { begin, end }] of Object.entries(outages)) {
  scenario(`Redis ${what}: users are told once, answered afterwards, nothing is lost`, lasting, async (stage) => {
    const { alice, bob, bot, redis, note } = stage;
    await ask(alice, "one");
    const before = await statusOf(alice);
    assert.ok(redis);
    await begin(redis);

    await alice.send("two");
    await alice.send("three");
    await bob.send("/start");
    for (const user of [alice, bob]) await expect(user).toSee("I can't reach my memory right now", { within: 15_000 });
    await end(redis);

    for (const text of ["two", "three"]) await expect(alice).toSee(new RegExp(`: ${text}$`), { within: 20_000 });
    await expect(bob).toSee("Session Status: new", { within: 20_000 });
    const after = await statusOf(alice);
    assert.equal(after.sessionId, before.sessionId);
    assert.equal(after.turnCount, 3);
    const told = alice.messages().filter(({ text }) => text?.includes("I can't reach my memory")).length;
    assert.equal(told, 1);
    assert.ok(bot.running);
    note(`both told once; three turns of Alice counted, in order; ${after.sessionId} before and after`);
  });
}

scenario(
  "A Redis that comes back empty is not taken for one full of new users",
  { on: "polling · redis" },
  async (stage) => {
    const { alice, bot, redis, store, note } = stage;
    await ask(alice, "one");
    assert.ok(redis);
    await redis.kill();
    await redis.start();

    await alice.send("two");
    await expect(alice).toSee("I can't reach my memory right now", { within: 15_000 });
    await eventually(() => bot.output.match(/its birth record is gone/));
    assert.equal((await store.readings()).size, 0);

    await bot.restart();
    await expect(alice).toSee(/: two$/, { within: 15_000 });
    assert.equal((await statusOf(alice)).turnCount, 1);
    note("Alice was told and kept waiting, not greeted as new; the operator restarted the bot, which began anew");
  },
);
