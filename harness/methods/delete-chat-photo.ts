import { badRequest } from "../server/refusal.ts";
import { tellServiceMessage } from "../world/service-message.ts";
import { chatWithInfo } from "./arguments/chat-with-info.ts";
import type { BotApiMethod } from "./method.ts";

/** That a chat without a photo is refused so is unverified. @see https://core.telegram.org/bots/api#deletechatphoto */
export const deleteChatPhoto: BotApiMethod<"deleteChatPhoto"> = (call, caller) => {
  const chat = chatWithInfo(call, caller, "photo");
  if (!chat.picture) throw badRequest("CHAT_NOT_MODIFIED");
  chat.picture = undefined;
  tellServiceMessage(chat, caller.bot.user, { delete_chat_photo: true });
  return true;
};
