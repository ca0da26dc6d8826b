import { badRequest } from "../server/refusal.ts";
import { mediaKindOf } from "../world/media.ts";
import { captionContent, captionOf, refuseLongCaption } from "./arguments/caption.ts";
import { edit, editable, inlineOnly } from "./arguments/editable.ts";
import { inputMedia } from "./arguments/input-media.ts";
import { markup, refuseLongButtonData } from "./arguments/markup.ts";
import { mediaFile } from "./arguments/media-file.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#editmessagemedia */
export const editMessageMedia: BotApiMethod<"editMessageMedia"> = async (call, caller) => {
  const { world } = caller;
  const { kind, call: media } = inputMedia(call);
  const caption = captionOf(media, world);
  const keyboard = markup(call);
  const target = editable(call, caller);
  const { posted } = target;
  const before = mediaKindOf(posted.message);
  if (before === "sticker" || before === "video_note" || before === "voice") {
    throw badRequest("message can't be edited");
  }
  const inline = inlineOnly(keyboard);
  const file = await mediaFile(media, kind, world.files, "media");
  refuseLongCaption(caption);
  refuseLongButtonData(inline);
  const { media_group_id } = posted.message;
  const content = { ...(media_group_id && { media_group_id }), ...file, ...captionContent(media, caption) };
  return edit(target, content, inline);
};
