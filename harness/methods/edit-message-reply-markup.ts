import { contentOf } from "../world/message-content.ts";
import { edit, editable, inlineOnly, unlessUnchanged } from "./arguments/editable.ts";
import { markup, refuseLongButtonData } from "./arguments/markup.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#editmessagereplymarkup */
export const editMessageReplyMarkup: BotApiMethod<"editMessageReplyMarkup"> = (call, caller) => {
  const keyboard = markup(call);
  const target = editable(call, caller);
  const { posted } = target;
  const inline = inlineOnly(keyboard);
  refuseLongButtonData(inline);
  const content = contentOf(posted.message);
  unlessUnchanged(posted.message, content, inline);
  return edit(target, content, inline);
};
