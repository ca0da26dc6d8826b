import { expect as assert, describe, test } from "vitest";
import { botByHand } from "./by-hand.ts";

const long = "x".repeat(4097);

describe("sendMessage refuses, in Telegram's words and order", () => {
  const button = (fields: object) => ({ text: "x", reply_markup: { inline_keyboard: [[fields]] } });
  const cases: [string, object, string][] = [
    ["no text", {}, "message text is empty"],
    ["an empty text", { text: "" }, "message text is empty"],
    ["white space only", { text: " \n " }, "text must be non-empty"],
    ["tags around nothing", { text: "<b></b>", parse_mode: "HTML" }, "text must be non-empty"],
    ["too many bytes", { text: "x".repeat(32_769) }, "text is too long"],
    ["too many characters", { text: long }, "message is too long"],
    ["an unknown parse mode", { text: "x", parse_mode: "Markup" }, "unsupported parse_mode"],
    [
      "broken HTML",
      { text: "<b>x", parse_mode: "html" },
      `can't parse entities: Can't find end tag corresponding to start tag "b"`,
    ],
    [
      "an entity past the end",
      { text: "x", entities: [{ type: "bold", offset: 0, length: 5 }] },
      "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 5",
    ],
    [
      "an entity within a symbol",
      { text: "a😀", entities: [{ type: "bold", offset: 2, length: 1 }] },
      "entity begins in a middle of a UTF-16 symbol at byte offset 5",
    ],
    [
      "an entity without a type",
      { text: "x", entities: [{ offset: 0, length: 1 }] },
      `can't parse MessageEntity: Can't find field "type"`,
    ],
    ["a reply that is not JSON", { text: "x", reply_parameters: "{" }, "can't parse reply parameters JSON object"],
    ["a reply to nothing", { text: "x", reply_parameters: { message_id: 99 } }, "message to be replied not found"],
    ["markup that is not JSON", { text: "x", reply_markup: "{" }, "can't parse reply keyboard markup JSON object"],
    ["markup that is no object", { text: "x", reply_markup: [] }, "object expected as reply markup"],
    [
      "a keyboard that is no array",
      { text: "x", reply_markup: { inline_keyboard: 1 } },
      `field "inline_keyboard" must be of type Array`,
    ],
    [
      "a flat keyboard",
      { text: "x", reply_markup: { inline_keyboard: [{ text: "x" }] } },
      `field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`,
    ],
    [
      "a button without action",
      button({ text: "x" }),
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      "empty callback data",
      button({ text: "x", callback_data: "" }),
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      "a button without text",
      button({ callback_data: "x" }),
      `can't parse inline keyboard button: Can't find field "text"`,
    ],
    ["callback data over 64 bytes", button({ text: "x", callback_data: "é".repeat(33) }), "BUTTON_DATA_INVALID"],
    [
      "a button with a bad address",
      button({ text: "x", url: "http://localhost" }),
      "inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL",
    ],
    [
      "a button with an address of another kind",
      button({ text: "x", url: "ftp://e.com" }),
      "inline keyboard button URL 'ftp://e.com' is invalid: Unsupported URL protocol",
    ],
    [
      "an entity with a bad address",
      { text: "x", entities: [{ type: "text_link", url: "e.com:0", offset: 0, length: 1 }] },
      "entity URL 'e.com:0' is invalid: Wrong port number specified in the URL",
    ],
    ["an unknown topic", { text: "x", message_thread_id: 7 }, "message thread not found"],
    ["an unknown chat", { chat_id: 12345, text: "x" }, "chat not found"],
    ["a chat that is no number", { chat_id: "abc", text: "x" }, "chat not found"],
    ["no chat", { chat_id: "", text: "x" }, "chat_id is empty"],
    [
      "markup before the chat",
      { chat_id: 12345, ...button({ text: "x" }) },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    ["the chat before the length", { chat_id: 12345, text: long }, "chat not found"],
  ];
  test.each(cases)("%s", async (_, args, reason) => {
    await using hand = await botByHand();
    const refusal = await hand.refusal("sendMessage", { chat_id: hand.alice.id, ...args });
    assert(refusal).toBe(`400 Bad Request: ${reason}`);
  });

  test("a user who never wrote", async () => {
    await using hand = await botByHand();
    const bob = hand.telegram.user({ firstName: "Bob" });
    assert(await hand.refusal("sendMessage", { chat_id: bob.id, text: "x" })).toBe("400 Bad Request: chat not found");
  });

  test("a user who has blocked the bot, until they unblock it", async () => {
    await using hand = await botByHand();
    await hand.alice.block();
    const args = { chat_id: hand.alice.id, text: "x" };
    assert(await hand.refusal("sendMessage", args)).toBe("403 Forbidden: bot was blocked by the user");
    await hand.alice.unblock();
    assert(await hand.refusal("sendMessage", args)).toBe("none");
  });

  test("groups it was thrown out of or never in", async () => {
    await using hand = await botByHand();
    const group = hand.telegram.group();
    group.remove(hand.bot);
    const other = hand.telegram.group({ bots: [] });
    const channel = hand.telegram.channel({ bots: [] });
    const refusal = (chat_id: number) => hand.refusal("sendMessage", { chat_id, text: "x" });
    assert(await refusal(group.id)).toBe("403 Forbidden: bot was kicked from the supergroup chat");
    assert(await refusal(other.id)).toBe("403 Forbidden: bot is not a member of the supergroup chat");
    assert(await refusal(channel.id)).toBe("403 Forbidden: bot is not a member of the channel chat");
  });
});

describe("sendMessage", () => {
  test("answers with the message, fields in Telegram's order", async () => {
    await using hand = await botByHand();
    const message: object = await hand.result("sendMessage", {
      chat_id: hand.alice.id,
      text: "  Hi /start ",
      reply_parameters: { message_id: 1 },
      reply_markup: { inline_keyboard: [[{ text: "Yes", callback_data: "yes" }]] },
    });
    assert(Object.keys(message)).toEqual([
      "message_id",
      "from",
      "chat",
      "date",
      "reply_to_message",
      "text",
      "entities",
      "reply_markup",
    ]);
    assert(message).toMatchObject({
      message_id: 2,
      from: { is_bot: true, username: "hand_bot" },
      chat: { id: hand.alice.id, first_name: "Alice", type: "private" },
      text: "Hi /start",
      entities: [{ type: "bot_command", offset: 3, length: 6 }],
    });
  });

  test("does not echo a reply keyboard", async () => {
    await using hand = await botByHand();
    const args = { chat_id: hand.alice.id, text: "x", reply_markup: { keyboard: [["Yes"]] } };
    assert(await hand.result("sendMessage", args)).not.toHaveProperty("reply_markup");
  });

  test("counts the messages of all private chats together", async () => {
    await using hand = await botByHand();
    const bob = hand.telegram.user({ firstName: "Bob" });
    assert((await bob.send("hello")).message_id).toBe(2);
    assert(await hand.result("sendMessage", { chat_id: hand.alice.id, text: "x" })).toMatchObject({ message_id: 3 });
  });

  test("counts characters, not UTF-16 units, and only after parsing", async () => {
    await using hand = await botByHand();
    const send = (text: string) => hand.refusal("sendMessage", { chat_id: hand.alice.id, text, parse_mode: "HTML" });
    assert(await send("😀".repeat(4096))).toBe("none");
    assert(await send(`<b>${"x".repeat(4096)}</b>`)).toBe("none");
    assert(await send("😀".repeat(4097))).toBe("400 Bad Request: message is too long");
  });

  test("goes without the reply where that is allowed", async () => {
    await using hand = await botByHand();
    const reply_parameters = { message_id: 99, allow_sending_without_reply: true };
    const message = await hand.result("sendMessage", { chat_id: hand.alice.id, text: "x", reply_parameters });
    assert(message).not.toHaveProperty("reply_to_message");
  });

  test("drops surplus buttons without a word", async () => {
    await using hand = await botByHand();
    const row = Array.from({ length: 13 }, (_, index) => ({ text: `${index}`, callback_data: "x" }));
    const reply_markup = { inline_keyboard: [row, [], [{ text: "", callback_data: "x" }]] };
    const message: { reply_markup: { inline_keyboard: unknown[][] } } = await hand.result("sendMessage", {
      chat_id: hand.alice.id,
      text: "x",
      reply_markup,
    });
    assert(message.reply_markup.inline_keyboard.map((buttons) => buttons.length)).toEqual([12]);
  });
});
