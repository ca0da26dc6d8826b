import { expect as assert, describe, test } from "vitest";
import { botByHand } from "../methods/by-hand.ts";

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
