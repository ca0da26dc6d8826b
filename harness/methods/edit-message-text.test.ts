import { expect as assert, describe, test } from "vitest";
import { botByHand, sent } from "./by-hand.ts";

const keyboard = { inline_keyboard: [[{ text: "Yes", callback_data: "yes" }]] };

describe("editMessageText", () => {
  test("changes the text and says when", async () => {
    await using hand = await botByHand();
    const edited = await hand.result("editMessageText", { ...(await sent(hand)), text: "new" });
    assert(edited).toMatchObject({ text: "new", edit_date: assert.any(Number) });
  });

  test("without a keyboard removes the one that was there", async () => {
    await using hand = await botByHand();
    const edited = await hand.result("editMessageText", {
      ...(await sent(hand, { reply_markup: keyboard })),
      text: "new",
    });
    assert(edited).not.toHaveProperty("reply_markup");
  });

  test("refuses what changes nothing", async () => {
    await using hand = await botByHand();
    const target = await sent(hand, { reply_markup: keyboard });
    const refusal = await hand.refusal("editMessageText", { ...target, text: "old", reply_markup: keyboard });
    assert(refusal).toBe(
      "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
    );
  });

  test.each([
    [{ message_id: 99, text: "x" }, "message to edit not found"],
    [{ message_id: 0, text: "x" }, "message to edit not found"],
    [{ message_id: 1, text: "x" }, "message can't be edited"],
    [{ text: "" }, "message text is empty"],
    [{ chat_id: "", text: "x" }, "message identifier is not specified"],
    [{ chat_id: 12345, text: "x" }, "chat not found"],
    [{ text: "x", reply_markup: { keyboard: [["Yes"]] } }, "inline keyboard expected"],
    [{ text: "x".repeat(4097) }, "MESSAGE_TOO_LONG"],
  ])("refuses %o", async (args, reason) => {
    await using hand = await botByHand();
    const refusal = await hand.refusal("editMessageText", { ...(await sent(hand)), ...args });
    assert(refusal).toBe(`400 Bad Request: ${reason}`);
  });

  test.each([{ keyboard: [["Yes"]] }, { remove_keyboard: true }, { force_reply: true }])(
    "never changes a message sent with %o",
    async (reply_markup) => {
      await using hand = await botByHand();
      const target = await sent(hand, { reply_markup });
      assert(await hand.refusal("editMessageText", { ...target, text: "new" })).toBe(
        "400 Bad Request: message can't be edited",
      );
    },
  );
});

test("an inline message that nobody sent by way of this bot can't be edited", async () => {
  await using hand = await botByHand();
  assert(await hand.refusal("editMessageText", { inline_message_id: "1", text: "x" })).toBe(
    "400 Bad Request: MESSAGE_ID_INVALID",
  );
});
