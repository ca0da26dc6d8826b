import type { Message, User } from "@grammyjs/types";
import type { Chat } from "./chat.ts";

/**
 * Posts what happened in a chat. Unlike their own messages, bots hear of these even when they are the cause.
 */
export function tellServiceMessage(chat: Chat, from: User, content: Partial<Message>, thread?: number): Message {
  const message = chat.post({ by: from.id, from, content, ...(thread !== undefined && { thread }) });
  for (const bot of chat.bots) bot.tell("message", message);
  return message;
}
