import { badRequest } from "../server/refusal.ts";
import { messageIds } from "./arguments/source-message.ts";
import { deletionRefusal } from "./delete-message.ts";
import type { BotApiMethod } from "./method.ts";

/**
 * Those that are missing are passed over.
 *
 * @see https://core.telegram.org/bots/api#deletemessages
 */
export const deleteMessages: BotApiMethod<"deleteMessages"> = (call, { bot }) => {
  if (call.text("chat_id") === "") throw badRequest("chat identifier is not specified");
  const ids = messageIds(call);
  const chat = bot.chat(call.text("chat_id"));
  const refusal = chat.json.type === "private" ? undefined : chat.refusalFor(bot);
  if (refusal) throw refusal;
  const found = ids.flatMap((id) => chat.find(id) ?? []);
  for (const posted of found) {
    const reason = deletionRefusal(posted, chat, bot);
    if (reason) throw reason;
  }
  for (const posted of found) chat.delete(posted, bot.id);
  return true;
};
