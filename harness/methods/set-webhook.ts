import { X509Certificate } from "node:crypto";
import { badRequest, tooManyRequests } from "../server/refusal.ts";
import type { Webhook } from "../world/webhook.ts";
import { verifiedWebhook } from "./arguments/verified-webhook.ts";
import { removeWebhook } from "./delete-webhook.ts";
import { type BotApiMethod, Described } from "./method.ts";

/**
 * Behaves like a local Bot API server, which takes any port and plain HTTP, unless this Telegram is to be as strict as the
 * cloud.
 *
 * @see https://core.telegram.org/bots/api#setwebhook
 */
export const setWebhook: BotApiMethod<"setWebhook"> = async (call, { bot, world }) => {
  const url = call.text("url");
  const drop = call.boolean("drop_pending_updates");
  if (url === "") return removeWebhook(bot, drop);
  if (!bot.webhook.mayBeSetNow()) throw tooManyRequests(1);
  const [usual, most] = world.isStrict ? [40, 100] : [100, 100_000];
  const certificate = certificateIn(call);
  const webhook: Webhook = {
    url,
    secret: checkedSecret(call.text("secret_token")),
    maxConnections: call.integer("max_connections", { absent: usual, min: 1, max: most }) || usual,
    ipAddress: call.text("ip_address"),
    ...(certificate !== undefined && { certificate }),
  };
  if (!drop && certificate === undefined && bot.webhook.isSetTo(webhook)) {
    bot.allowed.change(call.looseJson("allowed_updates"));
    return new Described(true, "Webhook is already set");
  }
  bot.poll.end("terminated by setWebhook request");
  bot.webhook.remove();
  if (drop) bot.updates.clear();
  const resolved = await verifiedWebhook(webhook, bot, world.isStrict);
  bot.allowed.change(call.looseJson("allowed_updates"));
  bot.webhook.set(webhook, resolved);
  return new Described(true, "Webhook was set");
};

function checkedSecret(secret: string): string {
  if (secret.length > 256) throw badRequest("secret token is too long");
  if (!/^[A-Za-z0-9_-]*$/.test(secret)) throw badRequest("secret token contains unallowed characters");
  return secret;
}

const MOST_BYTES = 3 * 1024 * 1024;

/** It has to be uploaded: a text under this name counts for nothing. How one that can't be read is refused is unverified. */
function certificateIn(call: Parameters<BotApiMethod<"setWebhook">>[0]): string | undefined {
  const upload = call.file("certificate");
  if (!upload) return undefined;
  const { length } = upload.bytes;
  if (length > MOST_BYTES) throw badRequest(`certificate size is too big (${length} bytes)`);
  const pem = Buffer.from(upload.bytes).toString();
  try {
    return new X509Certificate(pem).toString();
  } catch {
    throw badRequest("bad webhook: the certificate is none in PEM format");
  }
}
