import { connect } from "node:net";
import { badRequest, conflict, NotImitated, tooManyRequests } from "../server/refusal.ts";
import type { BotAccount } from "../world/bot-account.ts";
import type { Webhook } from "../world/webhook-delivery.ts";
import { removeWebhook } from "./delete-webhook.ts";
import { type BotApiMethod, Described } from "./method.ts";

/**
 * Behaves like a local Bot API server: any port and plain HTTP will do.
 *
 * @see https://core.telegram.org/bots/api#setwebhook
 */
export const setWebhook: BotApiMethod<"setWebhook"> = async (call, { bot }) => {
  const url = call.text("url");
  const drop = call.boolean("drop_pending_updates");
  if (url === "") return removeWebhook(bot, drop);
  if (call.file("certificate")) throw new NotImitated("webhook certificates");
  if (!bot.webhook.mayBeSetNow()) throw tooManyRequests(1);
  const webhook: Webhook = {
    url,
    secret: checkedSecret(call.text("secret_token")),
    maxConnections: call.integer("max_connections", { absent: 100, min: 1, max: 100_000 }) || 100,
    ipAddress: call.text("ip_address"),
  };
  if (!drop && bot.webhook.isSetTo(webhook)) {
    bot.allowed.change(call.looseJson("allowed_updates"));
    return new Described(true, "Webhook is already set");
  }
  bot.poll.end("terminated by setWebhook request");
  bot.webhook.remove();
  if (drop) bot.updates.clear();
  await verify(webhook, bot);
  bot.allowed.change(call.looseJson("allowed_updates"));
  bot.webhook.set(webhook);
  return new Described(true, "Webhook was set");
};

function checkedSecret(secret: string): string {
  if (secret.length > 256) throw badRequest("secret token is too long");
  if (!/^[A-Za-z0-9_-]*$/.test(secret)) throw badRequest("secret token contains unallowed characters");
  return secret;
}

/** Opens a connection and sends nothing. Until it is open no updates can be fetched, and a later call may overtake. */
async function verify({ url }: Webhook, bot: BotAccount): Promise<void> {
  const address = URL.parse(url);
  if (!address || !/^https?:$/.test(address.protocol)) throw badRequest("invalid webhook URL specified");
  if (address.protocol === "https:") throw new NotImitated("webhooks over https");
  const isOvertaken = bot.webhook.beginSetting();
  const failure = await connectionFailure(address);
  if (isOvertaken()) throw conflict("terminated by other setWebhook");
  if (failure) throw badRequest(`bad webhook: ${failure}`);
}

function connectionFailure({ hostname, port }: URL): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const socket = connect({ host: hostname, port: Number(port) || 80 });
  socket.once("connect", () => {
    socket.destroy();
    resolve(undefined);
  });
  socket.once("error", (error: NodeJS.ErrnoException) =>
    resolve(error.code === "ECONNREFUSED" ? "Connection refused" : error.message),
  );
  return promise;
}
