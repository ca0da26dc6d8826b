import { expect as assert, describe, test } from "vitest";
import { botByHand } from "./by-hand.ts";

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
    [{ commands, language_code: "zh-hans" }, "invalid language code specified"],
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
