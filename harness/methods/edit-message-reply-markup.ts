import { contentOf } from "../world/message-content.ts";
import { editable, inlineOnly, unlessUnchanged } from "./arguments/editable.ts";
import { markup, refuseLongButtonData } from "./arguments/markup.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#editmessagereplymarkup */
export const editMessageReplyMarkup: BotApiMethod<"editMessageReplyMarkup"> = (call, { bot }) => {
  const keyboard = markup(call);
  const { chat, posted } = editable(call, bot);
  const inline = inlineOnly(keyboard);
  refuseLongButtonData(inline);
  const content = contentOf(posted.message);
  unlessUnchanged(posted.message, content, inline);
  return chat.edit(posted, content, inline);
};
