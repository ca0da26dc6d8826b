import type { Message } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import { badRequest, NotImitated } from "../../server/refusal.ts";
import type { FileShelf, StoredFile } from "../../world/file-shelf.ts";
import { type MediaFacts, type MediaKind, mediaContent, mediaShelves } from "../../world/media.ts";

/**
 * The file a call wants to send, and what a message with it holds: an upload, the id of a file that was sent before, or
 * an address.
 *
 * @param name of the argument.
 * @throws {Refusal} if there is none.
 */
export async function mediaFile(
  call: Arguments,
  kind: MediaKind,
  files: FileShelf,
  name: string = kind,
): Promise<Partial<Message>> {
  const file = await fileOf(call, kind, files, name);
  return mediaContent(kind, file, factsIn(call));
}

async function fileOf(call: Arguments, kind: MediaKind, files: FileShelf, name: string): Promise<StoredFile> {
  const upload = call.file(name);
  if (upload) {
    if (upload.bytes.length === 0) throw badRequest("file must be non-empty");
    return files.add(upload.bytes, mediaShelves[kind], upload.name);
  }
  const given = call.text(name);
  if (given === "") throw badRequest(`there is no ${kind} in the request`);
  if (/^https?:\/\//i.test(given)) return files.add(await fetched(given), mediaShelves[kind], nameIn(given));
  const known = files.find(given);
  if (!known) throw badRequest("wrong file identifier/HTTP URL specified");
  return known;
}

/** Telegram fetches files from anywhere; this one goes no further than this machine. */
async function fetched(address: string): Promise<Uint8Array> {
  const { hostname } = new URL(address);
  if (!LOOPBACK.has(hostname)) throw new NotImitated("files by an address beyond this machine");
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok) throw badRequest("failed to get HTTP URL content");
  const bytes = await response.bytes();
  if (bytes.length === 0) throw badRequest("wrong type of the web page content");
  return bytes;
}

const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

const nameIn = (address: string) => new URL(address).pathname.split("/").at(-1) || undefined;

function factsIn(call: Arguments): MediaFacts {
  const numbers = ["duration", "width", "height", "length"].filter((name) => call.integer(name) > 0);
  const texts = ["performer", "title", "emoji"].filter((name) => call.text(name) !== "");
  return {
    ...Object.fromEntries(numbers.map((name) => [name, call.integer(name)])),
    ...Object.fromEntries(texts.map((name) => [name, call.text(name)])),
  };
}
