import { expect as assert, describe, test } from "vitest";
import { botByHand, sent } from "./by-hand.ts";

describe("deleteMessage", () => {
  test("takes away own messages and, in private, those of others", async () => {
    await using hand = await botByHand();
    assert(await hand.result("deleteMessage", await sent(hand))).toBe(true);
    assert(await hand.result("deleteMessage", { chat_id: hand.alice.id, message_id: 1 })).toBe(true);
    assert(hand.alice.messages()).toEqual([]);
  });

  test.each([
    [{ chat_id: "" }, "chat identifier is not specified"],
    [{ message_id: "" }, "message identifier is not specified"],
    [{ message_id: 99 }, "message to delete not found"],
  ])("refuses %o", async (args, reason) => {
    await using hand = await botByHand();
    const refusal = await hand.refusal("deleteMessage", { chat_id: hand.alice.id, message_id: 1, ...args });
    assert(refusal).toBe(`400 Bad Request: ${reason}`);
  });

  test("leaves other people's messages in a group alone", async () => {
    await using hand = await botByHand();
    const group = hand.telegram.group({ members: [hand.alice] });
    const { message_id } = await hand.alice.send("mine", { in: group });
    assert(await hand.refusal("deleteMessage", { chat_id: group.id, message_id })).toBe(
      "400 Bad Request: message can't be deleted",
    );
  });

  test("can't take back what is older than 48 hours", async () => {
    await using hand = await botByHand();
    const message = await sent(hand);
    hand.telegram.clock.advance((48 * 3_600 + 1) * 1_000);
    assert(await hand.refusal("deleteMessage", message)).toBe("400 Bad Request: message can't be deleted for everyone");
  });
});
