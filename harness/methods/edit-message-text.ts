import { badRequest } from "../server/refusal.ts";
import { edit, editable, inlineOnly, unlessUnchanged } from "./arguments/editable.ts";
import { markup, refuseLongButtonData } from "./arguments/markup.ts";
import { isTooLong, messageText, textContent } from "./arguments/message-text.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#editmessagetext */
export const editMessageText: BotApiMethod<"editMessageText"> = (call, caller) => {
  const { world } = caller;
  const text = messageText(call, world);
  const keyboard = markup(call);
  const target = editable(call, caller);
  const { posted } = target;
  if (posted.message.text === undefined) throw badRequest("there is no text in the message to edit");
  const inline = inlineOnly(keyboard);
  // Only sending words this for people.
  if (isTooLong(text)) throw badRequest("MESSAGE_TOO_LONG");
  refuseLongButtonData(inline);
  const content = textContent(text);
  unlessUnchanged(posted.message, content, inline);
  return edit(target, content, inline);
};
