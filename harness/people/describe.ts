import type { Message } from "@grammyjs/types";

/** What a message says to a reader: its text, caption or question, or what kind of thing it is. */
export function describeContent(message: Message): string {
  const words = message.text ?? message.caption ?? message.poll?.question;
  if (words !== undefined) return words;
  const kind = mediaKinds.find((name) => message[name] !== undefined);
  return kind ? `[${kind}]` : "[something]";
}

const mediaKinds = [
  "sticker",
  "photo",
  "voice",
  "audio",
  "video",
  "animation",
  "video_note",
  "document",
  "dice",
  "venue",
  "location",
  "contact",
  "pinned_message",
  "forum_topic_created",
  "migrate_to_chat_id",
  "migrate_from_chat_id",
] as const satisfies readonly (keyof Message)[];
