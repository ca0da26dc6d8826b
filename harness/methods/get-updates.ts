import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#getupdates */
export const getUpdates: BotApiMethod<"getUpdates"> = (call, { bot }) => {
  if (bot.webhook.isActive) {
    return bot.poll.conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  bot.allowed.change(call.looseJson("allowed_updates"));
  return bot.poll.poll({
    offset: call.integer("offset"),
    limit: call.integer("limit", { absent: 100, min: 1, max: 100 }),
    timeout: call.integer("timeout", { min: 0, max: 50 }),
  });
};
