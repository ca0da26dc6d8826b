import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import type { Update } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { freePort } from "../bots/free-port.ts";
import { type BotByHand, botByHand } from "../methods/by-hand.ts";
import { until } from "../world/until.ts";

describe("faults", () => {
  test("answer in place of Telegram, as often as told", async () => {
    await using hand = await botByHand();
    const answer = { status: 429, description: "Too Many Requests: retry after 3", retryAfter: 3 };
    hand.telegram.faults.add({ method: "sendmessage", times: 2, answer });
    const send = () => hand.call("sendMessage", { chat_id: hand.alice.id, text: "x" });
    assert(await send()).toMatchObject({ status: 429, parameters: { retry_after: 3 } });
    assert((await send()).status).toBe(429);
    assert((await send()).status).toBe(200);
  });

  test("meet only the chat they are for", async () => {
    await using hand = await botByHand();
    const bob = hand.telegram.user({ firstName: "Bob" });
    await bob.send("hello");
    hand.telegram.faults.add({ method: "*", chat: bob, answer: { status: 500, description: "Internal Server Error" } });
    const send = async (chat_id: number) => (await hand.call("sendMessage", { chat_id, text: "x" })).status;
    assert([await send(hand.alice.id), await send(bob.id)]).toEqual([200, 500]);
  });

  test.each([
    ["cut-before", 1],
    ["cut-after", 2],
  ] as const)("%s the work break the connection", async (answer, messages) => {
    await using hand = await botByHand();
    hand.telegram.faults.add({ method: "sendMessage", answer });
    await assert(hand.call("sendMessage", { chat_id: hand.alice.id, text: "x" })).rejects.toThrow();
    assert(hand.alice.messages()).toHaveLength(messages);
  });

  test("make a call slow, and latency makes all of them slow", async () => {
    await using hand = await botByHand({}, { latencyMs: [20, 30] });
    hand.telegram.faults.add({ method: "getMe", answer: { delayMs: 100 } });
    const begun = performance.now();
    await hand.call("getMe");
    assert(performance.now() - begun).toBeGreaterThan(115);
  });
});

describe("a hold", () => {
  const send = ({ call, alice }: BotByHand, text: string) => call("sendMessage", { chat_id: alice.id, text });
  const texts = ({ alice }: BotByHand) => alice.messages().map(({ text }) => text);

  test("before the work keeps it from being done until it is let go", async () => {
    await using hand = await botByHand();
    const hold = hand.telegram.faults.hold({ method: "sendMessage", at: "before" });
    const sending = send(hand, "held");
    assert((await hold.held).text("text")).toBe("held");
    assert(texts(hand)).toEqual(["hello"]);
    hold.release();
    assert((await sending).status).toBe(200);
    assert(texts(hand)).toEqual(["hello", "held"]);
  });

  test("after the work keeps only the bot from knowing", async () => {
    await using hand = await botByHand();
    const hold = hand.telegram.faults.hold({ method: "sendMessage", at: "after" });
    const sending = send(hand, "held");
    await hold.held;
    assert(texts(hand)).toEqual(["hello", "held"]);
    hold.release();
    assert((await sending).status).toBe(200);
  });

  test.each([
    ["before", ["hello"]],
    ["after", ["hello", "held"]],
  ] as const)("%s the work can be cut", async (at, seen) => {
    await using hand = await botByHand();
    const hold = hand.telegram.faults.hold({ method: "sendMessage", at });
    const sending = assert(send(hand, "held")).rejects.toThrow();
    await hold.held;
    hold.cut();
    await sending;
    assert(texts(hand)).toEqual(seen);
  });

  test("meets the first call that it is meant for, and no other", async () => {
    await using hand = await botByHand();
    const where = (call: { text(name: string): string }) => call.text("text") === "this";
    const hold = hand.telegram.faults.hold({ method: "sendMessage", at: "before", where });
    assert((await send(hand, "that")).status).toBe(200);
    const sending = send(hand, "this");
    await hold.held;
    assert((await send(hand, "this")).status).toBe(200);
    hold.release();
    await sending;
  });
});

describe("on the way to a webhook", () => {
  const deliveries = [
    [{ status: 500, description: "Internal Server Error" }, ["second"]],
    ["cut-before", ["second"]],
    ["cut-after", ["second", "second"]],
  ] as const;
  test.each(deliveries)("an update that meets %j comes again", async (answer, taken) => {
    await using hand = await botByHand();
    await using hook = await takesAll(hand);
    hand.telegram.faults.add({ method: "webhook", chat: hand.alice, answer });
    await hand.alice.send("second");
    await hook.allTaken();
    assert(hook.taken).toEqual(taken);
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
async function takesAll({ bot, result }: BotByHand) {
  const taken: (string | undefined)[] = [];
  const server = createServer(async (request, response) => {
    const { message } = (await json(request)) as Update;
    taken.push(message?.text);
    response.end();
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  bot.updates.clear();
  await result("setWebhook", { url: `http://127.0.0.1:${port}/` });
  return {
    taken,
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
