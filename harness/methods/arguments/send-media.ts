import type { Message } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import type { MediaKind } from "../../world/media.ts";
import type { Caller } from "../method.ts";
import { captionContent, captionOf, refuseLongCaption } from "./caption.ts";
import { mediaFile } from "./media-file.ts";
import { sendContent } from "./send-content.ts";

/** Sends a message with one file: what all methods that do so have in common. */
export async function sendMedia(call: Arguments, kind: MediaKind, caller: Caller): Promise<Message> {
  const media = await mediaFile(call, kind, caller.world.files);
  const caption = captionOf(call, caller.world);
  const content = { ...media, ...captionContent(call, caption) };
  return sendContent(call, caller, { content, check: () => refuseLongCaption(caption) });
}

/** The same for what has no caption: round videos and stickers. */
export async function sendBareMedia(call: Arguments, kind: MediaKind, caller: Caller): Promise<Message> {
  return sendContent(call, caller, { content: await mediaFile(call, kind, caller.world.files) });
}
