import { expect as assert, describe, test } from "vitest";
import { botByHand, sent } from "../methods/by-hand.ts";

const wanted = { allowed_updates: ["message_reaction"], offset: -1 };

describe("a reaction", () => {
  test("is told to a bot that asked for reactions, with what was there before", async () => {
    await using hand = await botByHand();
    await hand.call("getUpdates", wanted);
    await sent(hand);
    const [message] = hand.alice.messages().slice(-1);
    await hand.alice.react(message!, "👍");
    await hand.alice.react(message!, "👍");
    await hand.alice.react(message!, undefined);
    const updates = await hand.result("getUpdates", {});
    const up = [{ type: "emoji", emoji: "👍" }];
    const about = { chat: { id: hand.alice.id }, message_id: message!.message_id, user: { first_name: "Alice" } };
    assert(updates).toMatchObject([
      { message: { text: "hello" } },
      { message_reaction: { ...about, old_reaction: [], new_reaction: up } },
      { message_reaction: { ...about, old_reaction: up, new_reaction: [] } },
    ]);
  });

  test("is not told to a bot that did not ask, nor to one that is no admin of the group", async () => {
    await using hand = await botByHand();
    await sent(hand);
    const [message] = hand.alice.messages().slice(-1);
    await hand.alice.react(message!, "👍");
    assert(await hand.result("getUpdates", {})).toHaveLength(1);
    await hand.call("getUpdates", wanted);
    const group = hand.telegram.group({ members: [hand.alice] });
    const said = await hand.alice.send("hi", { in: group });
    await hand.alice.react(said, "👍", { in: group });
    assert(await hand.result("getUpdates", {})).toHaveLength(1);
  });

  test("needs a message to be on", async () => {
    await using hand = await botByHand();
    const [message] = hand.alice.messages();
    await assert(hand.alice.react({ ...message!, message_id: 99 }, "👍")).rejects.toThrow("no message 99");
  });
});
