import { badRequest } from "../server/refusal.ts";
import { pinnableChat } from "./arguments/writable-chat.ts";
import type { BotApiMethod } from "./method.ts";

/**
 * Without an id, the one that was pinned last.
 *
 * @see https://core.telegram.org/bots/api#unpinchatmessage
 */
export const unpinChatMessage: BotApiMethod<"unpinChatMessage"> = (call, { bot }) => {
  const chat = pinnableChat(call, bot);
  const id = call.integer("message_id") || chat.pinned.at(-1);
  if (id === undefined || !chat.find(id)) throw badRequest("message to unpin not found");
  chat.unpin(id);
  return true;
};
