import assert from "node:assert/strict";
import { newSessionId } from "#core";
import { expect, type User } from "#harness";
import { soundness } from "../stage/soundness.ts";
import { scenario } from "./scenario.ts";
import { ask, statusOf } from "./status.ts";

scenario("Test 6: the store is sound and readable after the bot stopped", async (stage) => {
  const { alice, bob, bot, store, note } = stage;
  for (const user of [alice, bob]) {
    await user.send("/start");
    await ask(user, "one");
  }
  const { sessionId } = await statusOf(alice);
  assert.equal(await bot.stop("SIGINT"), 0);
  note(await soundness(stage));
  const reading = (await store.readings()).get(alice.id);
  assert.equal(reading?.state, "found");
  assert.equal(reading.session.id, sessionId);
});

scenario("The store is sound and readable after kill -9 and a restart", async (stage) => {
  const { alice, bob, bot, note } = stage;
  const talk = async (user: User, from: number) => {
    for (let count = from; count < from + 10; count++) await user.send(`number ${count}`);
  };
  await Promise.all([talk(alice, 0), talk(bob, 0)]);
  await expect(alice).toSee(": number 1");
  await bot.kill();
  note(`after kill -9: ${await soundness(stage)}`);
  await bot.start();
  for (const user of [alice, bob]) await answered(user, 9);
  await bot.stop();
  note(`after restart and stop: ${await soundness(stage)}`);
});

/** What was cut off waits for its button. */
async function answered(user: User, last: number): Promise<void> {
  for (;;) {
    const [found] = await expect(user).toSee(new RegExp(`: number ${last}$|I was interrupted`), { within: 15_000 });
    if (found !== "I was interrupted") return;
    await user.press("🔁 Retry");
  }
}

const DAY_MS = 86_400_000;

scenario("Test 7: sessions inactive for more than 7 days are removed by command", async (stage) => {
  const { alice, bob, bot, store, holdfast, note } = stage;
  await ask(alice, "one");
  const old = newSessionId(bob.id);
  await store.open((sessions) =>
    sessions.update(bob.id, (session) => {
      session.begin(old);
      session.touch(Date.now() - 8 * DAY_MS);
    }),
  );
  assert.equal((await statusOf(bob)).sessionId, old);

  const dry = await holdfast(["sessions", "prune", "--older-than", "7d"]);
  assert.equal(dry.code, 0, dry.output);
  assert.match(dry.output, new RegExp(`^would remove ${bob.id} .*\n1 session would be removed; add --yes to do it.$`));
  assert.equal((await statusOf(bob)).sessionId, old);

  const done = await holdfast(["sessions", "prune", "--older-than", "7d", "--yes"]);
  assert.equal(done.code, 0, done.output);
  assert.match(done.output, new RegExp(`^removed ${bob.id} .*\n1 session removed.$`));
  assert.equal((await statusOf(bob)).sessionId, "No active session");
  assert.equal((await statusOf(alice)).turnCount, 1);
  assert.deepEqual([...(await store.readings()).keys()], [alice.id]);
  assert.ok(bot.running);
  note(`dry run: "${dry.output.split("\n")[1]}"; --yes: "${done.output.split("\n")[1]}"; beside the running bot`);
});
