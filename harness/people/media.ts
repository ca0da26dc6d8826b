import type { Message } from "@grammyjs/types";
import type { FileShelf } from "../world/file-shelf.ts";
import { type MediaFacts, type MediaKind, mediaContent, mediaShelves } from "../world/media.ts";

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

/** Ogg pages: an Opus header, and the end of the stream after 48,000 samples. */
const oneSecondOfSilence = Buffer.concat([
  oggPage(2, 0n),
  Buffer.from("\x01\x13OpusHead\x01\x01", "latin1"),
  Buffer.alloc(9),
  oggPage(4, 48_000n),
]);

const samples: Partial<Record<MediaKind, Buffer>> = { photo: onePixel, sticker: onePixel, voice: oneSecondOfSilence };
const sample = Buffer.from("A small file.\n");

function oggPage(flags: number, position: bigint): Buffer {
  const page = Buffer.alloc(26);
  page.write("OggS", "latin1");
  page[5] = flags;
  page.writeBigInt64LE(position, 6);
  return page;
}
