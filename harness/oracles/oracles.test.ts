import { expect as assert, describe, test } from "vitest";
import { botByHand } from "../methods/by-hand.ts";

describe("the oracles", () => {
  test("find a user's word in another user's chat", async () => {
    await using hand = await botByHand();
    const bob = hand.telegram.user({ firstName: "Bob" });
    await bob.send("hello");
    const word = hand.telegram.canaries.plant(hand.alice, "heliotrope");
    await hand.call("sendMessage", { chat_id: hand.alice.id, text: `You like ${word}` });
    assert(hand.telegram.verdict()).toEqual([]);
    await hand.call("sendMessage", { chat_id: bob.id, text: `You like ${word}` });
    assert(() => hand.telegram.assertSound()).toThrow(`isolation: hand_bot sent "heliotrope", which belongs to others`);
  });

  test("let a word pass where it was said", async () => {
    await using hand = await botByHand();
    const group = hand.telegram.group({ members: [hand.alice] });
    hand.telegram.canaries.plant(hand.alice, "heliotrope");
    await hand.alice.send("I like heliotrope", { in: group });
    await hand.call("sendMessage", { chat_id: group.id, text: "heliotrope, noted" });
    hand.telegram.assertSound();
  });

  test("name the methods that do not exist", async () => {
    await using hand = await botByHand();
    assert(await hand.refusal("sendHologram")).toBe("404 Not Found: method not found");
    assert(() => hand.telegram.assertSound()).toThrow("unknown method: hand_bot called sendHologram");
  });
});
