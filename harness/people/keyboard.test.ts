import type { Update } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { type BotByHand, botByHand } from "../methods/by-hand.ts";
import { expect } from "./expect.ts";

const put = (hand: BotByHand, reply_markup: object, args: object = {}) =>
  hand.result("sendMessage", { chat_id: hand.alice.id, text: "Choose", reply_markup, ...args });

async function latestUpdate(hand: BotByHand): Promise<Update> {
  const [update]: Update[] = await hand.result("getUpdates", { offset: -1 });
  return update!;
}

describe("a reply keyboard", () => {
  test("is pressed by the texts of its keys, also after it has hidden itself", async () => {
    await using hand = await botByHand();
    await put(hand, { keyboard: [["Tea", "Coffee"]], one_time_keyboard: true });
    await hand.alice.press("Tea");
    await hand.alice.press("Coffee");
    assert(hand.alice.messages().map(({ text }) => text)).toEqual(["hello", "Choose", "Tea", "Coffee"]);
  });

  test("gives way to the next one, and is taken away", async () => {
    await using hand = await botByHand();
    hand.bot.updates.clear();
    await put(hand, { keyboard: [["Tea"]] });
    await put(hand, { keyboard: [["Yes"]] });
    await assert(hand.alice.press("Tea")).rejects.toThrow("no such button");
    await put(hand, { force_reply: true });
    await expect(hand.alice).toSeeButton("Yes");
    await put(hand, { remove_keyboard: true });
    await assert(hand.alice.press("Yes")).rejects.toThrow("no such button");
  });

  test("that is selective is for whom its message mentions or answers", async () => {
    await using hand = await botByHand({ privacyMode: false });
    const bob = hand.telegram.user({ firstName: "Bob", username: "bobby" });
    const group = hand.telegram.group({ members: [hand.alice, bob] });
    const { message_id } = await hand.alice.send("Me!", { in: group });
    const inGroup = { chat_id: group.id };
    hand.bot.updates.clear();
    await put(hand, { keyboard: [["Bob's"]], selective: true }, { ...inGroup, text: "For @bobby" });
    await put(hand, { keyboard: [["Alice's"]], selective: true }, { ...inGroup, reply_parameters: { message_id } });
    await bob.press("Bob's", { in: group });
    await hand.alice.press("Alice's", { in: group });
    hand.bot.updates.clear();
    await assert(bob.press("Alice's", { in: group })).rejects.toThrow("no such button");
  });

  test.each([
    ["request_contact", true, { contact: { phone_number: "358401234567", first_name: "Carol" } }],
    ["request_location", true, { location: { latitude: 60.2, longitude: 24.9 } }],
    ["request_poll", {}, { poll: { question: "Tea?", options: [{ text: "Yes" }, { text: "No" }] } }],
    ["request_users", { request_id: 5 }, { users_shared: { request_id: 5, users: [{}] } }],
    ["request_chat", { request_id: 6, chat_is_channel: false }, { chat_shared: { request_id: 6 } }],
  ])("with a key that has %s makes its owner send that", async (name, value, sent) => {
    await using hand = await botByHand();
    const carol = hand.telegram.user({ firstName: "Carol", phone: "358401234567" });
    await carol.send("hi");
    await put(hand, { keyboard: [[{ text: "Here", [name]: value }]] }, { chat_id: carol.id });
    await carol.press("Here", {
      location: { latitude: 60.2, longitude: 24.9 },
      poll: { question: "Tea?", options: ["Yes", "No"] },
      users: [hand.alice],
      chat: hand.telegram.group(),
    });
    assert((await latestUpdate(hand)).message).toMatchObject(sent);
  });

  test("that asks for something says what has to be chosen", async () => {
    await using hand = await botByHand();
    await put(hand, {
      keyboard: [
        [
          { text: "Poll", request_poll: {} },
          { text: "Who", request_users: { request_id: 1 } },
        ],
      ],
    });
    await assert(hand.alice.press("Poll")).rejects.toThrow(
      'The key "Poll" asks for a poll: say which with { poll: { question, options } }.',
    );
    await assert(hand.alice.press("Who")).rejects.toThrow("asks for people");
  });

  test("asks for such things in private only", async () => {
    await using hand = await botByHand();
    const chat_id = hand.telegram.group().id;
    const reply_markup = { keyboard: [[{ text: "Where?", request_location: true }]] };
    assert(await hand.refusal("sendMessage", { chat_id, text: "x", reply_markup })).toBe(
      "400 Bad Request: location can be requested in private chats only",
    );
  });
});
