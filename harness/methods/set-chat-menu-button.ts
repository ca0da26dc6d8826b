import type { MenuButton } from "@grammyjs/types";
import { fault } from "../api/fault.ts";
import { badRequest } from "../server/refusal.ts";
import type { BotApiMethod } from "./method.ts";

/**
 * Without a chat, the one for all private chats.
 *
 * @see https://core.telegram.org/bots/api#setchatmenubutton
 */
export const setChatMenuButton: BotApiMethod<"setChatMenuButton"> = (call, { bot }) => {
  const given = call.json("menu_button", "menu button") ?? { type: "default" };
  const wrong = fault(given, { ref: "MenuButton" });
  if (wrong) throw badRequest(`can't parse menu button: ${wrong}`);
  const chatId = call.text("chat_id") === "" ? 0 : bot.chat(call.text("chat_id")).id;
  bot.menuButtons.set(chatId, given as MenuButton);
  return true;
};
