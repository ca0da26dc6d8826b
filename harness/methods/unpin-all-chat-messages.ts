import { pinnableChat } from "./arguments/writable-chat.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#unpinallchatmessages */
export const unpinAllChatMessages: BotApiMethod<"unpinAllChatMessages"> = (call, { bot }) => {
  const chat = pinnableChat(call, bot);
  for (const id of [...chat.pinned]) chat.unpin(id);
  return true;
};
