import { groupIn, userIn } from "./arguments/managed-chat.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#getchatmember */
export const getChatMember: BotApiMethod<"getChatMember"> = (call, caller) => {
  const chat = caller.bot.chat(call.text("chat_id"));
  const user = userIn(call, caller);
  // In private there are the two of them.
  if (chat.json.type === "private") return { status: "member", user };
  return groupIn(call, caller).members.of(user);
};
