import { badRequest } from "../server/refusal.ts";
import { lengthOf } from "../text/formatted-text.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#answercallbackquery */
export const answerCallbackQuery: BotApiMethod<"answerCallbackQuery"> = (call, { bot, world }) => {
  const id = call.text("callback_query_id");
  const query = bot.callbacks.find(id);
  if (!query) throw badRequest("query is too old and response timeout expired or query ID is invalid");
  const text = call.text("text");
  if (lengthOf(text) > 200) throw badRequest("MESSAGE_TOO_LONG");
  bot.callbacks.delete(id);
  world.oracles.sent(bot.me.username, query.userId, () => text);
  query.take({ ...(text && { text }), showAlert: call.boolean("show_alert") });
  return true;
};
