import { expect as assert, describe, test } from "vitest";
import { botByHand } from "./by-hand.ts";

describe("sendChatAction", () => {
  test("knows the actions Telegram knows", async () => {
    await using hand = await botByHand();
    assert(await hand.result("sendChatAction", { chat_id: hand.alice.id, action: "typing" })).toBe(true);
    assert(await hand.refusal("sendChatAction", { chat_id: hand.alice.id, action: "dancing" })).toBe(
      "400 Bad Request: wrong parameter action in request",
    );
  });
});
