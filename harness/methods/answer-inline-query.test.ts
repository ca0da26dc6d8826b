import { expect as assert, describe, test } from "vitest";
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
});
