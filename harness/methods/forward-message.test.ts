import type { Message } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { expect } from "../people/expect.ts";
import { type BotByHand, botByHand, sent } from "./by-hand.ts";

const said = ({ alice }: BotByHand) => alice.messages().at(-1)!;

describe("forwarding", () => {
  test("says whose it was; a second time, still the first one's", async () => {
    await using hand = await botByHand();
    const bob = hand.telegram.user({ firstName: "Bob" });
    await bob.send("hello");
    const { message_id } = await hand.alice.send("a *secret*");
    const args = { chat_id: bob.id, from_chat_id: hand.alice.id, message_id };
    const once: Message = await hand.result("forwardMessage", args);
    assert(once).toMatchObject({
      chat: { id: bob.id },
      text: "a *secret*",
      forward_origin: { type: "user", sender_user: { first_name: "Alice" } },
    });
    const back = { chat_id: hand.alice.id, from_chat_id: bob.id, message_id: once.message_id };
    assert(await hand.result("forwardMessage", back)).toMatchObject({ forward_origin: once.forward_origin });
  });

  test("from a channel names the post", async () => {
    await using hand = await botByHand();
    const channel = hand.telegram.channel({ title: "News" });
    const { message_id } = channel.post("Rain");
    const args = { chat_id: hand.alice.id, from_chat_id: channel.id, message_id };
    assert(await hand.result("forwardMessage", args)).toMatchObject({
      forward_origin: { type: "channel", chat: { title: "News" }, message_id },
    });
  });

  test("refuses what is not there, and what is protected", async () => {
    await using hand = await botByHand();
    const args = { chat_id: hand.alice.id, from_chat_id: hand.alice.id };
    assert(await hand.refusal("forwardMessage", { ...args, message_id: 99 })).toBe(
      "400 Bad Request: message to forward not found",
    );
    const { message_id } = await sent(hand, { protect_content: true });
    assert(await hand.refusal("forwardMessage", { ...args, message_id })).toBe(
      "400 Bad Request: message has protected content and can't be forwarded",
    );
  });

  test("several at once passes over the missing ones and keeps albums together", async () => {
    await using hand = await botByHand();
    const [one, two] = await hand.alice.sendAlbum([{ kind: "photo" }, { kind: "photo" }]);
    const args = {
      chat_id: hand.alice.id,
      from_chat_id: hand.alice.id,
      message_ids: [one!.message_id, 99, two!.message_id],
    };
    const ids: { message_id: number }[] = await hand.result("forwardMessages", args);
    assert(ids).toHaveLength(2);
    const [first, second] = hand.alice.messages().slice(-2);
    assert(first!.media_group_id).toBe(second!.media_group_id);
    assert(first!.media_group_id).not.toBe(one!.media_group_id);
    assert(await hand.refusal("forwardMessages", { ...args, message_ids: [] })).toBe(
      "400 Bad Request: message identifiers are not specified",
    );
    assert(await hand.refusal("forwardMessages", { ...args, message_ids: Array(101).fill(1) })).toBe(
      "400 Bad Request: too many message identifiers specified",
    );
  });

  test("by a person reaches the bot with its origin", async () => {
    await using hand = await botByHand();
    const channel = hand.telegram.channel();
    await hand.alice.forward(channel.post("Rain"));
    const [update]: { message: Message }[] = await hand.result("getUpdates", { offset: -1 });
    assert(update!.message).toMatchObject({ text: "Rain", forward_origin: { type: "channel" } });
  });
});

describe("copying", () => {
  test("does not say whose it was, and may have another caption", async () => {
    await using hand = await botByHand();
    const photo = await hand.alice.sendPhoto({ caption: "mine" });
    const args = { chat_id: hand.alice.id, from_chat_id: hand.alice.id, message_id: photo.message_id };
    const answer: object = await hand.result("copyMessage", { ...args, caption: "<i>ours</i>", parse_mode: "HTML" });
    assert(answer).toEqual({ message_id: said(hand).message_id });
    assert(said(hand)).toMatchObject({ caption: "ours", photo: photo.photo, from: { is_bot: true } });
    assert(said(hand)).not.toHaveProperty("forward_origin");
    await hand.result("copyMessage", args);
    assert(said(hand).caption).toBe("mine");
    await hand.result("copyMessages", { ...args, message_ids: [photo.message_id], remove_caption: true });
    assert(said(hand)).not.toHaveProperty("caption");
  });
});

describe("a reply", () => {
  test("may quote a part of the message", async () => {
    await using hand = await botByHand();
    const { message_id } = await hand.alice.send("milk, bread, tea");
    const reply = (quote: string) => ({
      chat_id: hand.alice.id,
      text: "no",
      reply_parameters: { message_id, quote, quote_position: 1 },
    });
    assert(await hand.result("sendMessage", reply("bread"))).toMatchObject({
      reply_to_message: { message_id },
      quote: { text: "bread", position: 6, is_manual: true },
    });
    assert(await hand.refusal("sendMessage", reply("beer"))).toBe("400 Bad Request: QUOTE_TEXT_INVALID");
  });

  test("to a message of another chat says where that is", async () => {
    await using hand = await botByHand();
    const channel = hand.telegram.channel({ title: "News" });
    const { message_id } = channel.post("Rain");
    const reply_parameters = { message_id, chat_id: channel.id };
    assert(await hand.result("sendMessage", { chat_id: hand.alice.id, text: "Oh", reply_parameters })).toMatchObject({
      external_reply: { message_id, chat: { title: "News" }, origin: { type: "channel" } },
    });
  });
});

describe("deleteMessages", () => {
  test("takes away those that are there", async () => {
    await using hand = await botByHand();
    const { message_id } = await sent(hand);
    assert(await hand.result("deleteMessages", { chat_id: hand.alice.id, message_ids: [message_id, 99] })).toBe(true);
    assert(hand.alice.messages().map(({ text }) => text)).toEqual(["hello"]);
  });

  test("is what a person can do with their own, and the bot is not told", async () => {
    await using hand = await botByHand();
    const message = await hand.alice.send("oops");
    await hand.alice.delete(message);
    assert(hand.alice.messages()).not.toContainEqual(message);
    await assert(hand.alice.delete(message)).rejects.toThrow("no message");
  });
});

describe("setMessageReaction", () => {
  test("puts one on a message, which people see, and takes it away", async () => {
    await using hand = await botByHand();
    const { message_id } = await hand.alice.send("good news");
    const args = { chat_id: hand.alice.id, message_id };
    assert(await hand.result("setMessageReaction", { ...args, reaction: [{ type: "emoji", emoji: "🎉" }] })).toBe(true);
    await expect(hand.alice).toSeeReaction("🎉");
    assert(hand.alice.chat().reactions.on(message_id)).toEqual([{ type: "emoji", emoji: "🎉" }]);
    await hand.result("setMessageReaction", args);
    assert(hand.alice.chat().reactions.on(message_id)).toEqual([]);
  });

  test.each([
    [{ message_id: 99 }, "message to react not found"],
    [{ reaction: [{ type: "emoji", emoji: "🧀" }] }, "REACTION_INVALID"],
    [{ reaction: [{}] }, `can't parse reaction types: Can't find field "type"`],
    [{ reaction: {} }, "expected an Array of ReactionType"],
  ])("refuses %j", async (args, reason) => {
    await using hand = await botByHand();
    const refusal = await hand.refusal("setMessageReaction", { chat_id: hand.alice.id, message_id: 1, ...args });
    assert(refusal).toBe(`400 Bad Request: ${reason}`);
  });
});

describe("pins", () => {
  test("are told as a message, also to the bot that pinned", async () => {
    await using hand = await botByHand();
    const message = await sent(hand);
    assert(await hand.result("pinChatMessage", message)).toBe(true);
    assert(said(hand)).toMatchObject({ pinned_message: { message_id: message.message_id } });
    const [update]: { message: Message }[] = await hand.result("getUpdates", { offset: -1 });
    assert(update!.message).toHaveProperty("pinned_message");
    assert(hand.alice.chat().pinned).toEqual([message.message_id]);
    assert(await hand.result("unpinChatMessage", { chat_id: hand.alice.id })).toBe(true);
    assert(hand.alice.chat().pinned).toEqual([]);
    assert(await hand.refusal("unpinChatMessage", { chat_id: hand.alice.id })).toBe(
      "400 Bad Request: message to unpin not found",
    );
    assert(await hand.refusal("pinChatMessage", { chat_id: hand.alice.id, message_id: 99 })).toBe(
      "400 Bad Request: message to pin not found",
    );
    await hand.result("pinChatMessage", message);
    await hand.result("deleteMessage", message);
    assert(hand.alice.chat().pinned).toEqual([]);
  });
});
