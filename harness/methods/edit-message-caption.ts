import { badRequest } from "../server/refusal.ts";
import { mediaKindOf } from "../world/media.ts";
import { captionContent, captionOf, refuseLongCaption } from "./arguments/caption.ts";
import { edit, editable, inlineOnly, unlessUnchanged, withoutCaption } from "./arguments/editable.ts";
import { markup, refuseLongButtonData } from "./arguments/markup.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#editmessagecaption */
export const editMessageCaption: BotApiMethod<"editMessageCaption"> = (call, caller) => {
  const { world } = caller;
  const caption = captionOf(call, world);
  const keyboard = markup(call);
  const target = editable(call, caller);
  const { posted } = target;
  const kind = mediaKindOf(posted.message);
  if (!kind || kind === "sticker" || kind === "video_note") {
    throw badRequest("there is no caption in the message to edit");
  }
  const inline = inlineOnly(keyboard);
  refuseLongCaption(caption);
  refuseLongButtonData(inline);
  const content = { ...withoutCaption(posted.message), ...captionContent(call, caption) };
  unlessUnchanged(posted.message, content, inline);
  return edit(target, content, inline);
};
