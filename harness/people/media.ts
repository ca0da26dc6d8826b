import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Message } from "@grammyjs/types";
import { formatText } from "../text/formatted-text.ts";
import type { FileShelf } from "../world/file-shelf.ts";
import { type MediaFacts, type MediaKind, mediaContent, mediaShelves } from "../world/media.ts";
import { oneSecondOfSilence } from "./one-second-of-silence.ts";

export interface MediaOptions extends MediaFacts {
  /** The file itself. Default: a small one of its kind. */
  readonly bytes?: Uint8Array;
  /** Where the file lies, in place of `bytes`; it is then called as it is there. */
  readonly path?: string;
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
  return { ...mediaContent(kind, file, facts), ...captionOf(caption) };
}

/** With the links and commands in it, as Telegram's apps find them. */
export function captionOf(given = ""): Partial<Message> {
  const { text, entities } = formatText({ text: given });
  return { ...(text && { caption: text }), ...(entities.length > 0 && { caption_entities: [...entities] }) };
}

/** The bytes in place of the path. */
export function withFile<Options extends MediaOptions>({ path, ...options }: Options): Omit<Options, "path"> {
  if (path === undefined) return options;
  return { ...options, bytes: readFileSync(path), name: options.name ?? basename(path) };
}

const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const samples: Partial<Record<MediaKind, Buffer>> = { photo: onePixel, sticker: onePixel, voice: oneSecondOfSilence };
const sample = Buffer.from("A small file.\n");
