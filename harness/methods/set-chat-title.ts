import { badRequest } from "../server/refusal.ts";
import { tellServiceMessage } from "../world/service-message.ts";
import { chatWithInfo } from "./arguments/chat-with-info.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#setchattitle */
export const setChatTitle: BotApiMethod<"setChatTitle"> = (call, caller) => {
  const title = call.text("title").trim();
  if (title === "") throw badRequest("title must be non-empty");
  const chat = chatWithInfo(call, caller, "title");
  if (title === chat.json.title) return true;
  chat.setTitle(title);
  tellServiceMessage(chat, caller.bot.user, { new_chat_title: title });
  return true;
};
