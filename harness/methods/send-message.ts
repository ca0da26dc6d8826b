import { badRequest } from "../server/refusal.ts";
import { markup, refuseLongButtonData } from "./arguments/markup.ts";
import { isTooLong, messageText, textContent } from "./arguments/message-text.ts";
import { placeOf, replyWanted } from "./arguments/place.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#sendmessage */
export const sendMessage: BotApiMethod<"sendMessage"> = (call, { bot, world }) => {
  const text = messageText(call, world);
  const reply = replyWanted(call);
  const keyboard = markup(call);
  const place = placeOf(call, reply, bot);
  if (isTooLong(text)) throw badRequest("message is too long");
  refuseLongButtonData(keyboard);
  return place.chat.post({ by: bot.id, from: bot.user, ...place, content: textContent(text), markup: keyboard });
};
