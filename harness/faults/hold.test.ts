import { expect as assert, describe, test } from "vitest";
import { type BotByHand, botByHand } from "../methods/by-hand.ts";

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
