import type { ChatMemberAdministrator, ChatMemberOwner } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";
import { groupIn } from "./arguments/managed-chat.ts";
import type { BotApiMethod } from "./method.ts";

/**
 * Bots are left out unless they are asked for.
 *
 * @see https://core.telegram.org/bots/api#getchatadministrators
 */
export const getChatAdministrators: BotApiMethod<"getChatAdministrators"> = (call, caller) => {
  const chat = caller.bot.chat(call.text("chat_id"));
  if (chat.json.type === "private") throw badRequest("there are no administrators in the private chat");
  const withBots = call.boolean("return_bots");
  return groupIn(call, caller).members.administrators.filter(
    (member): member is ChatMemberOwner | ChatMemberAdministrator => withBots || !member.user.is_bot,
  );
};
