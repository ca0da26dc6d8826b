import type { Message } from "@grammyjs/types";
import type { FileShelf } from "../world/file-shelf.ts";

export interface MediaOptions {
  /** The file itself. Default: a small valid one. */
  readonly bytes?: Uint8Array;
  readonly caption?: string;
}

/** What a message with a photo holds. */
export function photoContent(files: FileShelf, { bytes = onePixel, caption }: MediaOptions): Partial<Message> {
  const file = files.add(bytes, "photos", "png");
  return { photo: [{ ...idsOf(file), width: 1, height: 1 }], ...(caption && { caption }) };
}

export function voiceContent(
  files: FileShelf,
  { bytes = oneSecondOfSilence, caption }: MediaOptions,
): Partial<Message> {
  const file = files.add(bytes, "voice", "oga");
  return { voice: { duration: 1, mime_type: "audio/ogg", ...idsOf(file) }, ...(caption && { caption }) };
}

export function stickerContent(files: FileShelf, emoji: string): Partial<Message> {
  const file = files.add(onePixel, "stickers", "webp");
  const shape = { width: 512, height: 512, is_animated: false, is_video: false, type: "regular" } as const;
  return { sticker: { ...shape, emoji, ...idsOf(file) } };
}

const idsOf = ({ id, uniqueId, bytes }: { id: string; uniqueId: string; bytes: Uint8Array }) => ({
  file_id: id,
  file_unique_id: uniqueId,
  file_size: bytes.length,
});

const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** An Ogg page with an Opus header: enough to be told apart from text. */
const oneSecondOfSilence = Buffer.concat([
  Buffer.from("OggS\0\x02", "latin1"),
  Buffer.alloc(20),
  Buffer.from("\x01\x13OpusHead\x01\x01", "latin1"),
  Buffer.alloc(9),
]);
