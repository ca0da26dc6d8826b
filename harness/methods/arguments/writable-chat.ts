import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import type { BotAccount } from "../../world/bot-account.ts";
import type { Chat } from "../../world/chat.ts";
import { GroupChat } from "../../world/group-chat.ts";

/** The chat a call names, in which the bot must be able to write. @throws {Refusal} */
export function writableChat(call: Arguments, bot: BotAccount): Chat {
  const chat = bot.chat(call.text("chat_id"));
  const refusal = chat.refusalFor(bot);
  if (refusal) throw refusal;
  return chat;
}

/** The same, in which it may also pin. @throws {Refusal} */
export function pinnableChat(call: Arguments, bot: BotAccount): Chat {
  const chat = writableChat(call, bot);
  if (!(chat instanceof GroupChat)) return chat;
  const right = chat.json.type === "channel" ? "can_edit_messages" : "can_pin_messages";
  const isAllowed =
    chat.members.mayAdminister(bot.id, right) ||
    (right === "can_pin_messages" && chat.members.permissions[right] === true);
  if (!isAllowed) throw badRequest("not enough rights to manage pinned messages in the chat");
  return chat;
}
