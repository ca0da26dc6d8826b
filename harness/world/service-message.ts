import type { Message, User } from "@grammyjs/types";
import type { Chat } from "./chat.ts";

/**
 * Posts what happened in a chat. Unlike their own messages, bots hear of these even when they are the cause.
 */
export function tellServiceMessage(chat: Chat, from: User, content: Partial<Message>, thread?: number): Message {
  // A channel says so itself, whoever did it.
  const isPost = chat.json.type === "channel";
  const sender = isPost ? { senderChat: chat.json } : { from };
  const message = chat.post({ by: from.id, ...sender, content, ...(thread !== undefined && { thread }) });
  for (const bot of chat.bots) bot.tell(isPost ? "channel_post" : "message", message);
  return message;
}
