import { badRequest } from "../server/refusal.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#deletemessage */
export const deleteMessage: BotApiMethod<"deleteMessage"> = (call, { bot }) => {
  if (call.text("chat_id") === "") throw badRequest("chat identifier is not specified");
  const messageId = call.integer("message_id");
  if (messageId === 0) throw badRequest("message identifier is not specified");
  const chat = bot.chat(call.text("chat_id"));
  const refusal = chat.json.type === "private" ? undefined : chat.refusalFor(bot);
  if (refusal) throw refusal;
  const posted = chat.find(messageId);
  if (!posted) throw badRequest("message to delete not found");
  // In groups, what others wrote is for administrators to delete, and bots here are none.
  if (posted.by !== bot.id && chat.json.type !== "private") throw badRequest("message can't be deleted");
  if (chat.clock.unix - posted.message.date > mostSeconds) throw badRequest("message can't be deleted for everyone");
  chat.delete(posted);
  return true;
};

const mostSeconds = 48 * 3_600;
