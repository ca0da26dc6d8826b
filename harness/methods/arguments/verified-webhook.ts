import { connect, isIP } from "node:net";
import { badRequest, conflict } from "../../server/refusal.ts";
import type { BotAccount } from "../../world/bot-account.ts";
import { always, type Webhook } from "../../world/webhook.ts";
import { webhookError } from "../../world/webhook-error.ts";

/**
 * Finds a webhook and opens a connection to it, over which nothing is sent: whether its certificate is trusted shows with
 * the first update only, as at Telegram. Meanwhile no updates can be fetched, and a later call may overtake.
 *
 * @returns the IP address it was found at.
 * @throws {Refusal}
 */
export async function verifiedWebhook(webhook: Webhook, bot: BotAccount, isStrict: boolean): Promise<string> {
  const address = URL.parse(webhook.url);
  if (!address || !/^https?:$/.test(address.protocol)) throw badRequest("invalid webhook URL specified");
  if (isStrict) refuseUnsafe(address);
  if (webhook.ipAddress !== "" && isIP(webhook.ipAddress) === 0) throw bad("Invalid IP address specified");
  const isOvertaken = bot.webhook.beginSetting();
  const found = await reached(address, webhook.ipAddress);
  if (isOvertaken()) throw conflict("terminated by other setWebhook");
  if (typeof found !== "string") throw bad(webhookError(found) ?? "Connection closed");
  return found;
}

const bad = (reason: string) => badRequest(`bad webhook: ${reason}`);

const allowedPorts: ReadonlySet<number> = new Set([80, 88, 443, 8443]);

/** The cloud also refuses addresses of private networks, where all webhooks of this Telegram are. */
function refuseUnsafe({ protocol, port }: URL): void {
  if (protocol !== "https:") throw bad("An HTTPS URL must be provided for webhook");
  if (!allowedPorts.has(Number(port || 443))) throw bad("Webhook can be set up only on ports 80, 88, 443 or 8443");
}

function reached({ protocol, hostname, port }: URL, ipAddress: string): Promise<string | NodeJS.ErrnoException> {
  const { promise, resolve } = Promise.withResolvers<string | NodeJS.ErrnoException>();
  const host = hostname.replace(/^\[|\]$/g, "");
  const usual = protocol === "https:" ? 443 : 80;
  const socket = connect({ host, port: Number(port) || usual, ...(ipAddress && { lookup: always(ipAddress) }) });
  socket.once("connect", () => {
    resolve(socket.remoteAddress ?? "<unknown>");
    socket.destroy();
  });
  socket.once("error", resolve);
  return promise;
}
