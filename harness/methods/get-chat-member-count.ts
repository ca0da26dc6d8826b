import { groupIn } from "./arguments/managed-chat.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#getchatmembercount */
export const getChatMemberCount: BotApiMethod<"getChatMemberCount"> = (call, caller) =>
  caller.bot.chat(call.text("chat_id")).json.type === "private" ? 2 : groupIn(call, caller).members.present.length;
