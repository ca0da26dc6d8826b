import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#getchatmenubutton */
export const getChatMenuButton: BotApiMethod<"getChatMenuButton"> = (call, { bot }) => {
  const chatId = call.text("chat_id") === "" ? 0 : bot.chat(call.text("chat_id")).id;
  return bot.menuButtons.get(chatId) ?? bot.menuButtons.get(0) ?? { type: "default" };
};
