import type { Message } from "grammy/types";
import { MOST_FILE_BYTES, type PromptFile } from "#core";

/** The picture or document of a message, in the largest size that bots may download; "too big" if none is small enough. */
export function fileOf({ photo, document, message_id: id }: Message): PromptFile | "too big" | undefined {
  if (photo) {
    const size = photo.findLast(({ file_size: bytes = 0 }) => bytes <= MOST_FILE_BYTES);
    return size ? { fileId: size.file_id, name: `photo-${id}.jpg`, mime: "image/jpeg" } : "too big";
  }
  if (!document) return undefined;
  if ((document.file_size ?? 0) > MOST_FILE_BYTES) return "too big";
  const {
    file_id: fileId,
    file_name: name = `document-${id}`,
    mime_type: mime = "application/octet-stream",
  } = document;
  return { fileId, name, mime };
}
