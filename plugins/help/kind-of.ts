import type { Message } from "grammy/types";

export type Kind = "command" | "text" | "voice" | Wordless;

/** What people send beside words, by the field of the message that holds it and as they would call it. */
const WORDLESS = {
  sticker: "stickers",
  photo: "photos",
  video: "videos",
  video_note: "video messages",
  // Before documents and locations: for old programs Telegram sends GIFs and places as those, too.
  animation: "GIFs",
  document: "documents",
  venue: "places",
  location: "locations",
  contact: "contacts",
  poll: "polls",
  dice: "dice",
  game: "games",
  story: "stories",
  checklist: "checklists",
  paid_media: "paid media",
} as const satisfies Partial<Record<keyof Message, string>>;

type Wordless = (typeof WORDLESS)[keyof typeof WORDLESS];

/** @returns undefined for a service message, such as that somebody joined: nobody said it. */
export function kindOf(message: Message): Kind | undefined {
  if (message.entities?.some(({ type, offset }) => type === "bot_command" && offset === 0)) return "command";
  if (message.text !== undefined) return "text";
  if (message.voice || message.audio) return "voice";
  return Object.entries(WORDLESS).find(([field]) => field in message)?.[1];
}
