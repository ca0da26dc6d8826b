import type { Arguments } from "../../server/arguments.ts";
import type { BotAccount } from "../../world/bot-account.ts";
import type { Chat } from "../../world/chat.ts";

/** The chat a call names, in which the bot must be able to write. @throws {Refusal} */
export function writableChat(call: Arguments, bot: BotAccount): Chat {
  const chat = bot.chat(call.text("chat_id"));
  const refusal = chat.refusalFor(bot);
  if (refusal) throw refusal;
  return chat;
}
