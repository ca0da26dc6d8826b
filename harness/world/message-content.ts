import type { Message } from "@grammyjs/types";
import { still } from "./live-location.ts";

/** What a message has besides what it says: it stays when the message is edited. */
const frame: ReadonlySet<string> = new Set<keyof Message>([
  "message_id",
  "from",
  "sender_chat",
  "author_signature",
  "chat",
  "date",
  "edit_date",
  "message_thread_id",
  "is_topic_message",
  "forward_origin",
  "reply_to_message",
  "external_reply",
  "quote",
  "has_protected_content",
  "reply_markup",
]);

/** What a message says: text or media, with all that belongs to them. */
export const contentOf = (message: Message): Partial<Message> =>
  Object.fromEntries(Object.entries(message).filter(([name]) => !frame.has(name)));

/** The same when it is sent on: a live location stays where it was. */
export function contentToSendOn(message: Message): Partial<Message> {
  const { location, ...content } = contentOf(message);
  return { ...content, ...(location && { location: still(location) }) };
}

/** The rest of it. */
export const frameOf = (message: Message): Partial<Message> =>
  Object.fromEntries(Object.entries(message).filter(([name]) => frame.has(name)));
