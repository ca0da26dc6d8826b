import type { Message } from "@grammyjs/types";
import type { FileShelf } from "../world/file-shelf.ts";
import { type MediaKind, mediaFileId, mediaKindOf } from "../world/media.ts";
import { quoted } from "./quoted.ts";
import { matches } from "./reader.ts";

/** What is known of a file; what is not named may be anything. */
export interface FileTraits {
  /** What it is called: exactly so, or by a pattern. */
  readonly name?: string | RegExp | undefined;
  /** Such as `text/csv`; no photo, sticker or round video says one. */
  readonly mime?: string | undefined;
  readonly type?: MediaKind | undefined;
  /** Somewhere in it: a text, in UTF-8, or bytes. */
  readonly contains?: string | Uint8Array | undefined;
}

/** A file, and the message in which it came. */
export interface SeenFile {
  readonly bytes: Buffer;
  readonly message: Message;
}

/** The file of a message, if it is such a one. */
export function fileIn(message: Message, files: FileShelf, wanted: FileTraits): SeenFile | undefined {
  const file = files.find(mediaFileId(message) ?? "");
  const type = mediaKindOf(message);
  if (!file || !type) return undefined;
  const bytes = Buffer.from(file.bytes);
  const { name, mime, contains } = wanted;
  // As the message says: who sees it is told no more of the file.
  const media = type === "photo" ? undefined : message[type];
  const said = { file_name: undefined, mime_type: undefined, ...media };
  const isWanted =
    (wanted.type === undefined || type === wanted.type) &&
    (name === undefined || isCalled(said.file_name, name)) &&
    (mime === undefined || said.mime_type === mime) &&
    (contains === undefined || bytes.includes(Buffer.from(contains)));
  return isWanted ? { bytes, message } : undefined;
}

export function describeFile({ name, mime, type, contains }: FileTraits): string {
  const traits = [
    name !== undefined && `called ${quoted(name)}`,
    mime !== undefined && `of type ${mime}`,
    contains !== undefined &&
      `with ${typeof contains === "string" ? quoted(contains) : `${contains.length} bytes`} in it`,
  ];
  return [`a ${type ?? "file"}`, ...traits.filter((trait) => trait !== false)].join(", ");
}

function isCalled(given = "", name: string | RegExp): boolean {
  return typeof name === "string" ? given === name : matches(given, name);
}
