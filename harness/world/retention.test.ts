import { expect as assert, describe, test } from "vitest";
import { expect } from "../index.ts";
import { botByHand } from "../methods/by-hand.ts";
import { startTelegram } from "../telegram.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

/** A bot by hand, Alice with one message sent, and a Telegram that keeps so much. */
const keeping = (keep: NonNullable<Parameters<typeof startTelegram>[0]>["keep"]) => botByHand({}, { keep });

describe("what a fake Telegram keeps", () => {
  test("of a chat are the latest messages, and the others are as if they had been deleted", async () => {
    await using hand = await keeping({ messages: 10 });
    const { alice, call, bot } = hand;
    const ids: number[] = [];
    for (const number of numbers(500)) {
      const { message_id } = await hand.result<{ message_id: number }>("sendMessage", {
        chat_id: alice.id,
        text: `number ${number}`,
      });
      ids.push(message_id);
      assert(alice.messages().length).toBeLessThanOrEqual(10);
    }
    assert([...alice.chat().events].length).toBeLessThanOrEqual(200);
    assert(alice.messages().at(-1)?.text).toBe("number 499");
    assert(alice.messages()).toHaveLength(10);
    const edit = (message_id = 0) => call("editMessageText", { chat_id: alice.id, message_id, text: "changed" });
    assert(await edit(ids[0])).toMatchObject({ description: "Bad Request: message to edit not found" });
    assert(await edit(ids.at(-10))).toMatchObject({ ok: true });
    assert(bot.privateChatWith(alice.json).events.length).toBe(502);
  });

  test("are edits and actions, too, in bounds", async () => {
    await using hand = await keeping({ messages: 10 });
    const { alice } = hand;
    const { message_id } = await hand.result<{ message_id: number }>("sendMessage", { chat_id: alice.id, text: "0" });
    for (const number of numbers(1_000)) {
      await hand.call("editMessageText", { chat_id: alice.id, message_id, text: `change ${number}` });
    }
    assert([...alice.chat().events].length).toBeLessThanOrEqual(200);
    assert(alice.messages().map(({ text }) => text)).toEqual(["hello", "change 999"]);
    await expect(alice).toSee("change 999");
  });

  test("is read on from, whatever was forgotten", async () => {
    await using hand = await keeping({ messages: 5 });
    const { alice } = hand;
    const say = (text: string) => hand.call("sendMessage", { chat_id: alice.id, text });
    await say("first");
    await expect(alice).toSee("first");
    for (const number of numbers(250)) await say(`number ${number}.`);
    await assert(expect(alice).toSee("number 3.", { within: 1 })).rejects.toThrow(/earlier\)[\s\S]*number 249/);
    await expect(alice).toSee("number 249.");
  });

  test("hangs on no message that is gone: polls, reactions, pins, names of inline messages", async () => {
    await using hand = await keeping({ messages: 2 });
    const { alice, bot, telegram } = hand;
    const poll = await alice.send("/poll").then(() =>
      hand.result<{ message_id: number; poll: { id: string } }>("sendPoll", {
        chat_id: alice.id,
        question: "Tea?",
        options: ["Yes", "No"],
      }),
    );
    await hand.call("pinChatMessage", { chat_id: alice.id, message_id: poll.message_id });
    const reaction = [{ type: "emoji", emoji: "👍" }];
    await hand.call("setMessageReaction", { chat_id: alice.id, message_id: poll.message_id, reaction });
    const chat = alice.chat();
    assert([chat.pinned, chat.reactions.on(poll.message_id)]).toEqual([[poll.message_id], reaction]);
    for (const number of numbers(20)) await alice.send(`number ${number}`);
    assert([chat.pinned, chat.reactions.on(poll.message_id)]).toEqual([[], []]);
    assert(alice.world.polls.vote(poll.poll.id, alice.id, [0])).toBe(undefined);
    const result = {
      type: "article" as const,
      id: "1",
      title: "A",
      input_message_content: { message_text: "purrs" },
      reply_markup: { inline_keyboard: [[{ text: "More", callback_data: "more" }]] },
    };
    const { message_id } = await alice.choose(result);
    const name = alice.world.inlineNameOf(chat, message_id) ?? "";
    assert(alice.world.inlineMessage(name)).toMatchObject({ messageId: message_id });
    for (const number of numbers(20)) await alice.send(`number ${number}`);
    assert(alice.world.inlineMessage(name)).toBe(undefined);
    assert(bot.updates.size).toBeGreaterThan(40);
    telegram.oracles.off("unanswered");
  });

  test("are the latest calls, updates and files", async () => {
    await using hand = await keeping({ calls: 10, updates: 7, fileBytes: 1_000 });
    const { alice, bot, telegram } = hand;
    const files: string[] = [];
    for (const number of numbers(50)) {
      await hand.call("getMe");
      const { document } = await alice.sendDocument({ bytes: new Uint8Array(300), name: `${number}.txt` });
      files.push(document?.file_id ?? "");
    }
    assert([...telegram.calls].length).toBeLessThan(20);
    assert(telegram.calls.last(10)).toHaveLength(10);
    assert(bot.updates.size).toBe(7);
    const [, ...rest] = bot.updates.ids;
    assert(rest).toHaveLength(6);
    const known = files.filter((id) => alice.world.files.find(id));
    assert(known).toEqual(files.slice(-3));
    assert(new Set(files).size).toBe(50);
    const { document } = await alice.sendDocument({ bytes: new Uint8Array(5_000) });
    assert(alice.world.files.find(document?.file_id ?? "")?.bytes).toHaveLength(5_000);
  });

  test("has to be numbers that can be kept", async () => {
    await assert(startTelegram({ keep: { messages: 0 } })).rejects.toThrow(
      "keep.messages has to be a whole number from 1 on, and is 0.",
    );
    await assert(startTelegram({ keep: { calls: 1.5 } })).rejects.toThrow("keep.calls");
  });
});
