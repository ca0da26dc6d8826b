import type { Update } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { expect } from "../people/expect.ts";
import { botByHand } from "./by-hand.ts";

const stale = "400 Bad Request: query is too old and response timeout expired or query ID is invalid";

describe("answerInlineQuery", () => {
  test("brings the results to who asked", async () => {
    await using hand = await botByHand();
    const asked = hand.alice.inline("cats");
    const updates: { inline_query?: { id: string; query: string } }[] = await hand.result("getUpdates", { timeout: 5 });
    const query = updates.find(({ inline_query }) => inline_query)?.inline_query;
    assert(query?.query).toBe("cats");
    const results = [{ type: "article", id: "1", title: "Ada", input_message_content: { message_text: "Ada" } }];
    assert(await hand.result("answerInlineQuery", { inline_query_id: query?.id, results })).toBe(true);
    assert(await asked).toEqual(results);
    assert(await hand.refusal("answerInlineQuery", { inline_query_id: query?.id, results })).toBe(stale);
  });

  test("lets a person send one of them, which the bot can change afterwards by its name alone", async () => {
    await using hand = await botByHand();
    const bob = hand.telegram.user({ firstName: "Bob" });
    const group = hand.telegram.group({ members: [hand.alice, bob], bots: [] });
    const reply_markup = { inline_keyboard: [[{ text: "Stroke", callback_data: "stroke" }]] };
    const input_message_content = { message_text: "<b>Ada</b>", parse_mode: "HTML" } as const;
    const result = { type: "article", id: "1", title: "Ada", input_message_content, reply_markup } as const;
    hand.bot.updates.clear();

    const message = await hand.alice.choose(result, { in: group, query: "cats" });
    assert(message).toMatchObject({ text: "Ada", via_bot: { username: "hand_bot" }, from: { first_name: "Alice" } });
    const pressed = bob.press("Stroke", { in: group });
    const updates: Update[] = await hand.result("getUpdates", { timeout: 5 });
    const { inline_message_id } = updates[0]!.chosen_inline_result!;
    assert(updates[0]!.chosen_inline_result).toMatchObject({ result_id: "1", query: "cats" });
    const press = (updates[1] ??
      (await hand.result<Update[]>("getUpdates", { offset: updates[0]!.update_id + 1, timeout: 5 }))[0])!
      .callback_query!;
    assert(press).toMatchObject({ inline_message_id, data: "stroke" });
    assert(press).not.toHaveProperty("message");

    assert(await hand.result("editMessageText", { inline_message_id, text: "Purr" })).toBe(true);
    await expect(bob).toSee("Purr", { in: group });
    await hand.result("answerCallbackQuery", { callback_query_id: press.id, text: "Soft" });
    assert(await pressed).toBe("Soft");
  });
});
