import { expect as assert, describe, test } from "vitest";
import { type BotByHand, botByHand } from "./by-hand.ts";

const keyboard = { inline_keyboard: [[{ text: "Yes", callback_data: "yes" }]] };

async function sent(hand: BotByHand, args: object = {}) {
  const message: { message_id: number } = await hand.result("sendMessage", {
    chat_id: hand.alice.id,
    text: "old",
    ...args,
  });
  return { chat_id: hand.alice.id, message_id: message.message_id };
}

describe("editMessageReplyMarkup", () => {
  test("changes only the keyboard", async () => {
    await using hand = await botByHand();
    const target = await sent(hand);
    const edited = await hand.result("editMessageReplyMarkup", { ...target, reply_markup: keyboard });
    assert(edited).toMatchObject({ text: "old", reply_markup: keyboard });
    assert(await hand.result("editMessageReplyMarkup", target)).not.toHaveProperty("reply_markup");
    assert(await hand.refusal("editMessageReplyMarkup", target)).toContain("message is not modified");
  });
});
