import { expect as assert, describe, test } from "vitest";
import { botByHand } from "./by-hand.ts";

const stale = "400 Bad Request: query is too old and response timeout expired or query ID is invalid";

describe("answerCallbackQuery", () => {
  test("refuses unknown queries", async () => {
    await using hand = await botByHand();
    assert(await hand.refusal("answerCallbackQuery", { callback_query_id: "1" })).toBe(stale);
  });

  test("refuses long texts, and takes a later short one", async () => {
    await using hand = await botByHand();
    const reply_markup = { inline_keyboard: [[{ text: "Yes", callback_data: "yes" }]] };
    await hand.result("sendMessage", { chat_id: hand.alice.id, text: "?", reply_markup });
    const pressed = hand.alice.press("Yes");
    const updates: { callback_query?: { id: string; data: string } }[] = await hand.result("getUpdates", {
      timeout: 5,
    });
    const query = updates.find(({ callback_query }) => callback_query)?.callback_query;
    assert(query?.data).toBe("yes");
    const answer = (text: string) => hand.refusal("answerCallbackQuery", { callback_query_id: query?.id, text });
    assert(await answer("x".repeat(201))).toBe("400 Bad Request: MESSAGE_TOO_LONG");
    assert(await answer("Done")).toBe("none");
    assert(await pressed).toBe("Done");
    assert(await answer("Done")).toBe(stale);
  });
});
