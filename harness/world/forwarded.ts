import type { Message, MessageOrigin } from "@grammyjs/types";
import { contentToSendOn } from "./message-content.ts";

/** What a message says when it is sent on as somebody's: its content, and where it comes from. */
export const forwarded = (message: Message): Partial<Message> => ({
  ...contentToSendOn(message),
  forward_origin: message.forward_origin ?? originOf(message),
});

/** Whose a message is, and where it was first. */
export function originOf({ from, sender_chat, chat, date, message_id, author_signature }: Message): MessageOrigin {
  const signed = author_signature !== undefined && { author_signature };
  if (chat.type === "channel") return { type: "channel", chat, message_id, date, ...signed };
  if (sender_chat) return { type: "chat", sender_chat, date, ...signed };
  if (from) return { type: "user", sender_user: from, date };
  return { type: "hidden_user", sender_user_name: "", date };
}
