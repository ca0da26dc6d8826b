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
    // Services go by the ending, and Telegram's own `.oga` is not one that they know.
    name: `voice${audio?.file_name ? extname(audio.file_name).toLowerCase() : (endings[mime] ?? ".ogg")}`,
    mime,
    bytes: file.file_size ?? 0,
  };
}

export const writeSpoken = ({ fileId, messageId, name, mime }: Spoken) =>
  JSON.stringify({ fileId, messageId, name, mime });

export const readSpoken = (details: string): Spoken => spokenSchema.parse(JSON.parse(details));

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
