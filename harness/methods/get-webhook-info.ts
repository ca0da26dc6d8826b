import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#getwebhookinfo */
export const getWebhookInfo: BotApiMethod<"getWebhookInfo"> = (_, { bot }) => {
  const { current, lastError, resolved } = bot.webhook;
  const allowed = bot.allowed.toJSON();
  return {
    url: current?.url ?? "",
    has_custom_certificate: current?.certificate !== undefined,
    pending_update_count: bot.updates.size,
    ...(lastError && { last_error_date: lastError.at, last_error_message: lastError.message }),
    ...(current && { max_connections: current.maxConnections, ip_address: resolved }),
    ...(allowed && { allowed_updates: allowed }),
  };
};
