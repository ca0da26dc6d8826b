import { imageSize } from "image-size";
import type { MediaFacts, MediaKind } from "./media.ts";

/** What the bytes of a file tell about it, as far as that is easily read: the size of a picture, the length of a voice message. */
export function measured(kind: MediaKind, bytes: Uint8Array): Pick<MediaFacts, "width" | "height" | "duration"> {
  if (kind === "voice") return { duration: secondsOfOpus(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)) };
  if (kind !== "photo" && kind !== "sticker") return {};
  try {
    const { width, height } = imageSize(bytes);
    return { width, height };
  } catch {
    return {};
  }
}

/** The last page of an Ogg stream says how many samples came before its end, at 48 kHz for Opus. @see RFC 7845, section 4 */
function secondsOfOpus(bytes: Buffer): number {
  const page = bytes.lastIndexOf("OggS", undefined, "latin1");
  if (page < 0 || bytes.length < page + 14) return 0;
  return Math.round(Number(bytes.readBigInt64LE(page + 6)) / 48_000);
}
