import { expect as assert, describe, test } from "vitest";
import { botByHand } from "../methods/by-hand.ts";

const menu = (...names: string[]) => ({ commands: names.map((command) => ({ command, description: "x" })) });

describe("a command in the menu", () => {
  test("is sent when it is tapped; in a group with the bot's name", async () => {
    await using hand = await botByHand();
    const group = hand.telegram.group({ members: [hand.alice] });
    await hand.result("setMyCommands", menu("start", "help"));
    assert(await hand.alice.tapCommand("/help")).toMatchObject({ text: "/help", entities: [{ type: "bot_command" }] });
    assert(await hand.alice.tapCommand("help", { in: group })).toMatchObject({ text: "/help@hand_bot" });
  });

  test("is waited for while the bot is still at work", async () => {
    await using hand = await botByHand();
    const tapped = hand.alice.tapCommand("help");
    await hand.result("setMyCommands", menu("help"));
    assert((await tapped).text).toBe("/help");
  });

  test("that is not offered there, to them, in their language, can't be tapped; the error says what is", async () => {
    await using hand = await botByHand();
    const dieter = hand.telegram.user({ firstName: "Dieter", languageCode: "de" });
    await hand.result("setMyCommands", menu("start", "help"));
    await hand.result("setMyCommands", { ...menu("hilfe"), language_code: "de" });
    hand.bot.updates.clear();
    await assert(dieter.tapCommand("help")).rejects.toThrow(
      "Dieter finds no /help in the menu of hand_bot, which offers /hilfe.",
    );
    await hand.result("deleteMyCommands", { language_code: "de" });
    await assert(dieter.tapCommand("hilfe")).rejects.toThrow("which offers /start, /help.");
    await hand.result("deleteMyCommands");
    await assert(dieter.tapCommand("help")).rejects.toThrow("which is empty.");
  });
});
