import type { Message } from "@grammyjs/types";

const kinds = {
  sticker: "Sticker",
  photo: "Photo",
  voice: "Voice message",
  video_note: "Video message",
  audio: "Audio",
  video: "Video",
  animation: "GIF",
  document: "File",
  venue: "Venue",
  location: "Location",
  contact: "Contact",
  poll: "Poll",
  dice: "Dice",
  game: "Game",
  invoice: "Invoice",
} as const satisfies Partial<Record<keyof Message, string>>;

/** What a message is that is no text, in a word. */
export function kindOf(message: Message): string {
  const kind = (Object.keys(kinds) as (keyof typeof kinds)[]).find((name) => message[name] !== undefined);
  return kind ? kinds[kind] : "Message";
}
