import { expect as assert, describe, test } from "vitest";
import { botByHand, sent } from "./by-hand.ts";

const keyboard = { inline_keyboard: [[{ text: "Yes", callback_data: "yes" }]] };

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
