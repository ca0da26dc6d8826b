import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import type { Update } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { freePort } from "../bots/free-port.ts";
import { type BotByHand, botByHand } from "../methods/by-hand.ts";
import { Pulse } from "../world/pulse.ts";
import { until } from "../world/until.ts";

describe("on the way to a webhook,", () => {
  const deliveries = [
    [{ status: 500, description: "Internal Server Error" }, ["second"]],
    ["cut-before", ["second"]],
    ["cut-after", ["second", "second"]],
    ["half", ["second"]],
  ] as const;
  test.each(deliveries)("an update that meets %j comes again", async (answer, taken) => {
    await using hand = await botByHand();
    await using hook = await takesAll(hand);
    hand.telegram.faults.add({ method: "webhook", chat: hand.alice, answer });
    await hand.alice.send("second");
    await hook.allTaken();
    assert(hook.taken).toEqual(taken);
  });

  test("an update was taken, and Telegram does not know", async () => {
    await using hand = await botByHand();
    await using hook = await takesAll(hand);
    const { telegram, alice } = hand;
    const bob = telegram.user({ firstName: "Bob" });
    telegram.faults.add({ method: "webhook", chat: alice, answer: "cut-after" });
    await bob.send("from Bob");
    await alice.send("second");
    await hook.allTaken();
    assert(hook.taken.toSorted()).toEqual(["from Bob", "second", "second"]);
  });

  test("an update is delivered twice, with one id, and is done with then", async () => {
    await using hand = await botByHand();
    await using hook = await takesAll(hand);
    const { telegram } = hand;
    telegram.faults.add({ method: "webhook", answer: "twice" });
    await hand.alice.send("second");
    await hand.alice.send("third");
    await hook.allTaken();
    assert(hook.taken).toEqual(["second", "second", "third"]);
    assert(new Set(hook.ids).size).toBe(2);
  });

  test("an update is overtaken by those of other queues, and by none of its own", async () => {
    await using hand = await botByHand();
    await using hook = await takesAll(hand);
    const { telegram } = hand;
    telegram.faults.add({ method: "webhook", answer: "overtaken" });
    await hand.alice.send("second");
    await hand.alice.send("third");
    await telegram.user({ firstName: "Bob" }).send("from Bob");
    await hook.allTaken();
    assert(hook.taken).toEqual(["from Bob", "second", "third"]);
    assert(hook.ids.toSorted()).not.toEqual(hook.ids);
  });

  test("an overtaken update keeps no connection from the others, and travels when it is lifted", async () => {
    await using hand = await botByHand();
    await using hook = await takesAll(hand, { max_connections: 1 });
    const fault = hand.telegram.faults.add({ method: "webhook", answer: "overtaken", times: 2 });
    await hand.alice.send("second");
    await hand.telegram.user({ firstName: "Bob" }).send("from Bob");
    assert(hook.taken).toEqual([]);
    fault.lift();
    await hook.allTaken();
    assert(hook.taken.toSorted()).toEqual(["from Bob", "second"]);
  });

  test("an update that hangs comes when the fault is lifted", async () => {
    await using hand = await botByHand();
    await using hook = await takesAll(hand);
    const fault = hand.telegram.faults.add({ method: "webhook", answer: "hang" });
    await hand.alice.send("second");
    await hand.telegram.user({ firstName: "Bob" }).send("from Bob");
    await hook.taking();
    assert(hook.taken).toEqual(["from Bob"]);
    fault.lift();
    await hook.allTaken();
    assert(hook.taken).toEqual(["from Bob", "second"]);
  });

  test("the bot's answer can be held: it has the update, and Telegram does not know", async () => {
    await using hand = await botByHand();
    await using hook = await takesAll(hand);
    const hold = hand.telegram.faults.hold({ method: "webhook", at: "after" });
    await hand.alice.send("second");
    await hold.held;
    assert([hook.taken, hand.bot.updates.size]).toEqual([["second"], 1]);
    hold.release();
    await hook.allTaken();
    assert(hook.taken).toEqual(["second"]);
  });

  test("a trouble for all methods is none", async () => {
    await using hand = await botByHand();
    await using hook = await takesAll(hand);
    hand.telegram.faults.add({ method: "*", answer: "cut-before" });
    await hand.alice.send("second");
    await hook.allTaken();
    assert(hand.telegram.faults.left).toBe(1);
  });
});

/** A bot that takes whatever its webhook brings, from now on. */
async function takesAll({ bot, result }: BotByHand, settings: object = {}) {
  const taken: (string | undefined)[] = [];
  const ids: number[] = [];
  const took = new Pulse();
  const server = createServer(async (request, response) => {
    const update = (await json(request).catch(() => undefined)) as Update | undefined;
    if (!update) return;
    taken.push(update.message?.text);
    ids.push(update.update_id);
    response.end();
    took.beat();
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  bot.updates.clear();
  await result("setWebhook", { url: `http://127.0.0.1:${port}/`, ...settings });
  return {
    taken,
    ids,
    taking: () => until({ look: () => taken.length > 0 || undefined, beats: [took], timeoutMs: 5_000 }),
    async allTaken() {
      const look = () => bot.updates.size === 0 || undefined;
      await until({ look, beats: [bot.updates.emptied], timeoutMs: 5_000 });
      assert(bot.updates.size).toBe(0);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
