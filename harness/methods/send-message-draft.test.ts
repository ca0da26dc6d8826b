import type { Update } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { expect } from "../people/expect.ts";
import { botByHand } from "./by-hand.ts";

async function drafting(args: object = {}) {
  const hand = await botByHand();
  const draft = { chat_id: hand.alice.id, draft_id: 1, text: "Let <b>me</b>", parse_mode: "HTML", ...args };
  assert(await hand.result("sendMessageDraft", draft)).toBe(true);
  return { ...hand, draft };
}

describe("a draft", () => {
  test("is a preview that is no message, and makes no update", async () => {
    await using run = await drafting();
    await expect(run.alice).toSeeDraft("Let me");
    assert(run.alice.draft()).toBe("Let me");
    assert(run.alice.messages()).toHaveLength(1);
    assert(await run.result<Update[]>("getUpdates")).toHaveLength(1);
  });

  test("grows under its id, and ends with the message", async () => {
    await using run = await drafting();
    await run.result("sendMessageDraft", { ...run.draft, text: "Let me think" });
    assert(run.alice.draft()).toBe("Let me think");
    await run.result("sendMessage", { chat_id: run.alice.id, text: "42" });
    assert(run.alice.draft()).toBeUndefined();
  });

  test("goes by itself after half a minute", async () => {
    await using run = await drafting();
    run.telegram.clock.advance(29_000);
    assert(run.alice.draft()).toBe("Let me");
    run.telegram.clock.advance(1_000);
    assert(run.alice.draft()).toBeUndefined();
  });

  test("without a text says that the bot is thinking", async () => {
    await using run = await drafting({ text: "" });
    assert(run.alice.draft()).toBe("Thinking…");
  });

  test.each([
    [{ draft_id: 0 }, `parameter "draft_id" is required`],
    [{ text: "x".repeat(4097) }, "message is too long"],
    [{ text: "<b>" }, `can't parse entities: Can't find end tag corresponding to start tag "b"`],
  ])("is refused with %o", async (args, reason) => {
    await using run = await drafting();
    assert(await run.refusal("sendMessageDraft", { ...run.draft, ...args })).toBe(`400 Bad Request: ${reason}`);
  });

  test("is for private chats only", async () => {
    await using run = await drafting();
    const group = run.telegram.group();
    assert(await run.refusal("sendMessageDraft", { ...run.draft, chat_id: group.id })).toContain("400 Bad Request");
  });
});

describe("a draft that can be stopped", () => {
  test("is stopped by the person who reads it, and the bot is told", async () => {
    await using run = await drafting({ can_stop: true, draft_id: 7 });
    await run.alice.stopDraft();
    assert(run.alice.draft()).toBeUndefined();
    const updates: Update[] = await run.result("getUpdates");
    assert(updates.at(-1)).toMatchObject({ stopped_message_generation: { chat: { id: run.alice.id }, draft_id: 7 } });
    await assert(run.alice.stopDraft()).rejects.toThrow("sees no answer of hand_bot that can be stopped");
  });

  test("stays for a while if it is to", async () => {
    await using run = await drafting({ can_stop: true, keep_on_stop: true });
    await run.alice.stopDraft();
    assert(run.alice.draft()).toBe("Let me");
  });

  test("is not stopped without the button", async () => {
    await using run = await drafting();
    await assert(run.alice.stopDraft()).rejects.toThrow("can be stopped");
  });
});
