import { expect as assert, describe, test } from "vitest";
import { botByHand } from "./by-hand.ts";

describe("sendMessageDraft", () => {
  test("shows a preview that is no message", async () => {
    await using hand = await botByHand();
    const draft = { chat_id: hand.alice.id, draft_id: 1, text: "Let me" };
    assert(await hand.result("sendMessageDraft", draft)).toBe(true);
    assert(hand.alice.messages()).toHaveLength(1);
    assert(await hand.refusal("sendMessageDraft", { ...draft, draft_id: 0 })).toContain("400");
  });
});
