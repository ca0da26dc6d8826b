import type { Delivered } from "../world/post-update.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { argumentsOf } from "./read-arguments.ts";

/** A bot may put a call into its answer to a webhook. Nobody tells it what came of that. */
export async function callInReply(dispatcher: Dispatcher, token: string, delivered: Delivered): Promise<void> {
  if (delivered.body.length === 0) return;
  const call = await argumentsOf(delivered.body, delivered.contentType).catch(() => undefined);
  const method = call?.text("method") ?? "";
  if (!call || method === "" || /^get|^(setWebhook|deleteWebhook|close|logOut)$/i.test(method)) return;
  await dispatcher.call(token, method, call, { inReply: true });
}
