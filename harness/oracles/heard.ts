import type { ChatEvent } from "../world/chat.ts";
import type { FileShelf } from "../world/file-shelf.ts";
import { mediaFileId } from "../world/media.ts";
import { contentOf } from "../world/message-content.ts";
import { textsIn } from "./texts-in.ts";

/** All that an event gave people to read, as one text to search in: words, buttons, file names, and what is in the file. */
export function heard(event: ChatEvent, files: FileShelf): string {
  if (event.kind === "draft") return event.text;
  if (event.kind !== "message" && event.kind !== "edit") return "";
  const { message } = event;
  const file = files.find(mediaFileId(message) ?? "");
  const read = [...textsIn(contentOf(message)), ...textsIn(message.reply_markup)];
  return [...read, ...(file ? [file.name ?? "", Buffer.from(file.bytes).toString()] : [])].join("\n");
}
