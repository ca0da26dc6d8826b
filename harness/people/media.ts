import type { Message } from "@grammyjs/types";
import type { FileShelf } from "../world/file-shelf.ts";
import { type MediaFacts, type MediaKind, mediaContent, mediaShelves } from "../world/media.ts";
import { oneSecondOfSilence } from "./one-second-of-silence.ts";

export interface MediaOptions extends MediaFacts {
  /** The file itself. Default: a small one of its kind. */
  readonly bytes?: Uint8Array;
  /** What the file is called. */
  readonly name?: string;
  readonly caption?: string;
}

/** What a message with a file from somebody's phone holds. */
export function mediaOf(
  kind: MediaKind,
  files: FileShelf,
  { bytes = samples[kind] ?? sample, name, caption, ...facts }: MediaOptions,
): Partial<Message> {
  const file = files.add(bytes, mediaShelves[kind], name);
  return { ...mediaContent(kind, file, facts), ...(caption && { caption }) };
}

const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const samples: Partial<Record<MediaKind, Buffer>> = { photo: onePixel, sticker: onePixel, voice: oneSecondOfSilence };
const sample = Buffer.from("A small file.\n");
