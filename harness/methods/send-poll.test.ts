import type { Message, Update } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { expect } from "../people/expect.ts";
import { type BotByHand, botByHand } from "./by-hand.ts";

const poll = (hand: BotByHand, args: object = {}): Promise<Message> =>
  hand.result("sendPoll", { chat_id: hand.alice.id, question: "Tea?", options: ["Yes", { text: "No" }], ...args });

async function news(hand: BotByHand): Promise<Update[]> {
  const updates: Update[] = await hand.result("getUpdates", {});
  return updates.slice(1);
}

describe("a poll", () => {
  test("counts votes, tells the bot who voted, and lets people think again", async () => {
    await using hand = await botByHand();
    const message = await poll(hand, { is_anonymous: false });
    await expect(hand.alice).toSee("Tea?");
    await hand.alice.vote(message, "No");
    await hand.alice.vote(message, "Yes");
    const [, , second, answer] = await news(hand);
    assert(second!.poll).toMatchObject({ total_voter_count: 1, options: [{ voter_count: 1 }, { voter_count: 0 }] });
    assert(answer!.poll_answer).toMatchObject({
      poll_id: message.poll!.id,
      option_ids: [0],
      user: { first_name: "Alice" },
    });
    assert(hand.alice.messages().at(-1)!.poll).toEqual(second!.poll);
  });

  test("that is anonymous keeps the voters to itself", async () => {
    await using hand = await botByHand();
    await hand.alice.vote(await poll(hand), "Yes");
    assert((await news(hand)).map((update) => Object.keys(update)[1])).toEqual(["poll"]);
  });

  test("can be stopped once, and then takes no vote", async () => {
    await using hand = await botByHand();
    const message = await poll(hand);
    const args = { chat_id: hand.alice.id, message_id: message.message_id };
    assert(await hand.result("stopPoll", args)).toMatchObject({ is_closed: true });
    assert(await hand.refusal("stopPoll", args)).toBe("400 Bad Request: poll has already been closed");
    await assert(hand.alice.vote(message, "Yes")).rejects.toThrow("closed");
    assert(await hand.refusal("stopPoll", { ...args, message_id: 1 })).toBe(
      "400 Bad Request: message with poll to stop not found",
    );
  });

  test("closes by itself when its time is up", async () => {
    await using hand = await botByHand();
    await poll(hand, { open_period: 60 });
    hand.telegram.clock.advance(60_000);
    assert(hand.alice.messages().at(-1)!.poll!.is_closed).toBe(true);
    assert((await news(hand)).at(-1)!.poll!.is_closed).toBe(true);
  });

  test("may be a quiz", async () => {
    await using hand = await botByHand();
    const quiz = { type: "quiz", correct_option_ids: [1], explanation: "*No* tea", explanation_parse_mode: "Markdown" };
    assert((await poll(hand, quiz)).poll).toMatchObject({
      type: "quiz",
      correct_option_ids: [1],
      explanation: "No tea",
      explanation_entities: [{ type: "bold" }],
    });
  });

  test.each([
    [{ question: " " }, "poll question must be non-empty"],
    [{ question: "x".repeat(301) }, "poll question length must not exceed 300"],
    [{ options: "[" }, "can't parse options JSON object"],
    [{ options: [] }, "poll must have at least 1 option"],
    [{ options: Array(13).fill("x") }, "poll can't have more than 12 options"],
    [{ options: ["x", ""] }, "poll options must be non-empty"],
    [{ options: ["x".repeat(101)] }, "poll options length must not exceed 100"],
    [{ type: "quiz", correct_option_ids: [2] }, "wrong correct option ID specified"],
  ])("is refused for %j", async (args, reason) => {
    await using hand = await botByHand();
    const whole = { chat_id: hand.alice.id, question: "Tea?", options: ["Yes", "No"], ...args };
    assert(await hand.refusal("sendPoll", whole)).toBe(`400 Bad Request: ${reason}`);
  });
});
