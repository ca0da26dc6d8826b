import { badRequest } from "../server/refusal.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#answerinlinequery */
export const answerInlineQuery: BotApiMethod<"answerInlineQuery"> = (call, { bot, world }) => {
  const results = call.json("results", "inline query results") ?? [];
  if (!Array.isArray(results)) throw badRequest("expected an Array of inline query results");
  if (results.length > 50) throw badRequest("too many inline query results specified");
  const id = call.text("inline_query_id");
  const query = bot.inlineQueries.find(id);
  if (!query) throw badRequest("query is too old and response timeout expired or query ID is invalid");
  bot.inlineQueries.delete(id);
  world.oracles.sent(bot.me.username, query.userId, () => call.spoken);
  query.take(results);
  return true;
};
