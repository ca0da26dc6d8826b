import { badRequest } from "../server/refusal.ts";
import { tellServiceMessage } from "../world/service-message.ts";
import { pinnableChat } from "./arguments/writable-chat.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#pinchatmessage */
export const pinChatMessage: BotApiMethod<"pinChatMessage"> = (call, { bot }) => {
  const chat = pinnableChat(call, bot);
  const posted = chat.find(call.integer("message_id"));
  if (!posted) throw badRequest("message to pin not found");
  chat.pin(posted.message.message_id);
  tellServiceMessage(chat, bot.user, { pinned_message: posted.message });
  return true;
};
