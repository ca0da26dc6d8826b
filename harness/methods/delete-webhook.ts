import type { BotAccount } from "../world/bot-account.ts";
import { type BotApiMethod, Described } from "./method.ts";

/** @see https://core.telegram.org/bots/api#deletewebhook */
export const deleteWebhook: BotApiMethod<"deleteWebhook"> = (call, { bot }) =>
  removeWebhook(bot, call.boolean("drop_pending_updates"));

/** What waits stays and can be polled, unless it is dropped. Setting an empty address does the same. */
export function removeWebhook(bot: BotAccount, drop: boolean): Described<true> {
  const wasSet = bot.webhook.current !== undefined;
  bot.webhook.remove();
  if (drop) bot.updates.clear();
  return new Described(true, wasSet ? "Webhook was deleted" : "Webhook is already deleted");
}
