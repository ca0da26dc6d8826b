import { extname } from "node:path";
import type { Message } from "grammy/types";
import { z } from "zod";

const spokenSchema = z.object({
  fileId: z.string(),
  messageId: z.int(),
  /** Such as `voice.ogg`. */
  name: z.string(),
  mime: z.string(),
});

/** What is kept of a message in which somebody speaks, until its text is there. The recording itself stays with Telegram. */
export type Spoken = z.output<typeof spokenSchema>;

/** @returns undefined if nobody speaks in it. */
export function spokenIn(message: Message): (Spoken & { readonly bytes: number }) | undefined {
  const { voice, audio, video_note: round } = message;
  const file = voice ?? audio ?? round;
  if (!file) return undefined;
  const mime = (voice ?? audio)?.mime_type ?? (round ? "video/mp4" : "audio/ogg");
  return {
    fileId: file.file_id,
    messageId: message.message_id,
    name: `voice${endingOf(audio?.file_name, mime)}`,
    mime,
    bytes: file.file_size ?? 0,
  };
}

export const writeSpoken = ({ fileId, messageId, name, mime }: Spoken) =>
  JSON.stringify({ fileId, messageId, name, mime });

export const readSpoken = (details: string): Spoken => spokenSchema.parse(JSON.parse(details));

/** One that services know, for they go by it: they know neither Telegram's own `.oga` nor the `.opus` of other messengers. */
function endingOf(name: string | undefined, mime: string): string {
  const own = extname(name ?? "").toLowerCase();
  if (own === ".oga" || own === ".opus") return ".ogg";
  return KNOWN.has(own) ? own : (endings[mime] ?? ".ogg");
}

const KNOWN = new Set([".flac", ".m4a", ".mp3", ".mp4", ".mpeg", ".mpga", ".ogg", ".wav", ".webm"]);

const endings: Readonly<Record<string, string>> = {
  "audio/ogg": ".ogg",
  "audio/mpeg": ".mp3",
  "audio/mp4": ".m4a",
  "audio/x-m4a": ".m4a",
  "audio/flac": ".flac",
  "audio/wav": ".wav",
  "audio/x-wav": ".wav",
  "audio/webm": ".webm",
  "video/mp4": ".mp4",
};
