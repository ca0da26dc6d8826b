import { expect as assert, describe, test } from "vitest";
import { botByHand } from "./by-hand.ts";

const stale = "400 Bad Request: query is too old and response timeout expired or query ID is invalid";

describe("sendChatAction", () => {
  test("knows the actions Telegram knows", async () => {
    await using hand = await botByHand();
    assert(await hand.result("sendChatAction", { chat_id: hand.alice.id, action: "typing" })).toBe(true);
    assert(await hand.refusal("sendChatAction", { chat_id: hand.alice.id, action: "dancing" })).toBe(
      "400 Bad Request: wrong parameter action in request",
    );
  });
});

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

describe("sendMessageDraft", () => {
  test("shows a preview that is no message", async () => {
    await using hand = await botByHand();
    const draft = { chat_id: hand.alice.id, draft_id: 1, text: "Let me" };
    assert(await hand.result("sendMessageDraft", draft)).toBe(true);
    assert(hand.alice.messages()).toHaveLength(1);
    assert(await hand.refusal("sendMessageDraft", { ...draft, draft_id: 0 })).toContain("400");
  });
});

describe("getFile", () => {
  test("tells where the bytes are, and they are there", async () => {
    await using hand = await botByHand();
    const bytes = Buffer.from("a photo");
    const { photo } = await hand.alice.sendPhoto({ bytes });
    const { file_path }: { file_path: string } = await hand.result("getFile", { file_id: photo?.[0]?.file_id });
    const response = await fetch(`${hand.telegram.apiRoot}/file/bot${hand.bot.token}/${file_path}`);
    assert(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  });

  test.each([
    [{}, "file_id not specified"],
    [{ file_id: "x" }, "invalid file_id"],
  ])("refuses %o", async (args, reason) => {
    await using hand = await botByHand();
    assert(await hand.refusal("getFile", args)).toBe(`400 Bad Request: ${reason}`);
  });

  test("refuses files over 20 MB", async () => {
    await using hand = await botByHand();
    const { voice } = await hand.alice.sendVoice({ bytes: new Uint8Array(20 * 1024 * 1024 + 1) });
    assert(await hand.refusal("getFile", { file_id: voice?.file_id })).toBe("400 Bad Request: file is too big");
  });
});

describe("commands", () => {
  const commands = [{ command: "/start", description: "Begin" }];

  test("are kept by scope and language", async () => {
    await using hand = await botByHand();
    await hand.result("setMyCommands", { commands });
    await hand.result("setMyCommands", { commands: [{ command: "hi", description: "Hi" }], language_code: "de" });
    const list = (args: object = {}) => hand.result("getMyCommands", args);
    assert(await list()).toEqual([{ command: "start", description: "Begin" }]);
    assert(await list({ language_code: "de" })).toEqual([{ command: "hi", description: "Hi" }]);
    assert(await list({ scope: { type: "all_private_chats" } })).toEqual([]);
    await hand.result("deleteMyCommands");
    assert(await list()).toEqual([]);
  });

  const name = (command: string, description = "x") => ({ commands: [{ command, description }] });
  test.each([
    [{ commands: "[" }, "can't parse commands JSON object"],
    [{ commands: {} }, "expected an Array of BotCommand"],
    [{ commands: [{ description: "x" }] }, `can't parse BotCommand: Can't find field "command"`],
    [name("/"), "command must be non-empty"],
    [name("x".repeat(33)), "command length must not exceed 32"],
    [name("x", " "), "command description must be non-empty"],
    [name("x", "x".repeat(257)), "command description length must not exceed 256"],
    [name("Start"), "BOT_COMMAND_INVALID"],
    [{ commands: Array(101).fill({ command: "x", description: "x" }) }, "BOT_COMMANDS_TOO_MUCH"],
    [{ commands, scope: { type: "moon" } }, "can't parse BotCommandScope: Unsupported type specified"],
  ])("refuse %o", async (args, reason) => {
    await using hand = await botByHand();
    assert(await hand.refusal("setMyCommands", args)).toBe(`400 Bad Request: ${reason}`);
  });

  test("refuse scopes that do not fit the chat", async () => {
    await using hand = await botByHand();
    const scoped = (type: string, chat_id: number) =>
      hand.refusal("setMyCommands", { commands, scope: { type, chat_id } });
    assert(await scoped("chat_administrators", hand.alice.id)).toBe(
      "400 Bad Request: can't use specified scope in private chats",
    );
    assert(await scoped("chat", hand.telegram.channel().id)).toBe(
      "400 Bad Request: can't change commands in channel chats",
    );
  });
});
