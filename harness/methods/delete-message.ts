import { badRequest, type Refusal } from "../server/refusal.ts";
import type { BotAccount } from "../world/bot-account.ts";
import type { Chat, Posted } from "../world/chat.ts";
import { GroupChat } from "../world/group-chat.ts";
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
  const reason = deletionRefusal(posted, chat, bot);
  if (reason) throw reason;
  chat.delete(posted, bot.id);
  return true;
};

/** Why the bot may not take this message back, if so. */
export function deletionRefusal({ by, message }: Posted, chat: Chat, bot: BotAccount): Refusal | undefined {
  if (chat instanceof GroupChat && chat.members.mayAdminister(bot.id, "can_delete_messages")) return undefined;
  if (by !== bot.id && chat.json.type !== "private") return badRequest("message can't be deleted");
  if (chat.clock.unix - message.date > mostSeconds) return badRequest("message can't be deleted for everyone");
  return undefined;
}

const mostSeconds = 48 * 3_600;
