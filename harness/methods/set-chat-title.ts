import { badRequest } from "../server/refusal.ts";
import { tellServiceMessage } from "../world/service-message.ts";
import { managedChat } from "./arguments/managed-chat.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#setchattitle */
export const setChatTitle: BotApiMethod<"setChatTitle"> = (call, caller) => {
  const title = call.text("title").trim();
  if (title === "") throw badRequest("title must be non-empty");
  const chat = managedChat(call, caller, "can_change_info", "change chat title");
  if (title === chat.json.title) return true;
  chat.setTitle(title);
  tellServiceMessage(chat, caller.bot.user, { new_chat_title: title });
  return true;
};
