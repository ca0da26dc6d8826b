import type { Message } from "@grammyjs/types";
import type { StoredFile } from "./file-shelf.ts";
import { measured } from "./measured.ts";

/** What is said about a file by whoever sends it. */
export interface MediaFacts {
  /** In seconds. */
  readonly duration?: number;
  readonly width?: number;
  readonly height?: number;
  /** Side of a round video. */
  readonly length?: number;
  readonly performer?: string;
  readonly title?: string;
  readonly emoji?: string;
}

export type MediaKind = "photo" | "audio" | "video" | "animation" | "voice" | "video_note" | "document" | "sticker";

/** Which kind of file a message holds, if any. */
export const mediaKindOf = (message: Message): MediaKind | undefined =>
  kinds.find((kind) => message[kind] !== undefined);

/** Of a picture: its largest size. */
export function mediaFileId(message: Message): string | undefined {
  const kind = mediaKindOf(message);
  return kind === "photo" ? message.photo?.at(-1)?.file_id : kind && message[kind]?.file_id;
}

/** Where files of a kind lie, and what they are called when nobody has named them. */
export const mediaShelves: Readonly<Record<MediaKind, { readonly folder: string; readonly extension: string }>> = {
  photo: { folder: "photos", extension: "jpg" },
  audio: { folder: "music", extension: "mp3" },
  video: { folder: "videos", extension: "mp4" },
  animation: { folder: "animations", extension: "mp4" },
  voice: { folder: "voice", extension: "oga" },
  video_note: { folder: "video_notes", extension: "mp4" },
  document: { folder: "documents", extension: "bin" },
  sticker: { folder: "stickers", extension: "webp" },
};

/** An animation is a document, too. */
const kinds = (Object.keys(mediaShelves) as MediaKind[]).sort((one) => (one === "document" ? 1 : 0));

/** What a message with this file holds. Size and length are as told, else as the bytes say, else zero. */
export function mediaContent(kind: MediaKind, file: StoredFile, facts: MediaFacts = {}): Partial<Message> {
  const { width = 0, height = 0, duration = 0 } = { ...measured(kind, file.bytes), ...facts };
  const ids = { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.bytes.length };
  const named = { ...(file.name && { file_name: file.name }), mime_type: file.mimeType };
  switch (kind) {
    case "photo":
      return { photo: [{ ...ids, width, height }] };
    case "document":
      return { document: { ...named, ...ids } };
    case "voice":
      return { voice: { duration, mime_type: "audio/ogg", ...ids } };
    case "audio": {
      const { performer, title } = facts;
      return { audio: { duration, ...(performer && { performer }), ...(title && { title }), ...named, ...ids } };
    }
    case "video":
      return { video: { duration, width, height, ...named, ...ids } };
    case "animation":
      // Old clients find it there.
      return { animation: { duration, width, height, ...named, ...ids }, document: { ...named, ...ids } };
    case "video_note":
      return { video_note: { duration, length: facts.length ?? width, ...ids } };
    case "sticker": {
      const shape = { width: width || 512, height: height || 512, is_animated: false, is_video: false } as const;
      return { sticker: { ...shape, type: "regular", ...(facts.emoji && { emoji: facts.emoji }), ...ids } };
    }
  }
}
