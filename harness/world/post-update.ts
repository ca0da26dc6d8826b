import { type Agent, type IncomingMessage, request as requestByHttp, STATUS_CODES } from "node:http";
import { request as requestByHttps } from "node:https";
import type { Update } from "@grammyjs/types";
import type { Webhook } from "./webhook.ts";
import { webhookError } from "./webhook-error.ts";

export interface Delivered {
  readonly ok: true;
  readonly body: Buffer;
  readonly contentType: string;
}

export interface NotDelivered {
  readonly ok: false;
  /** As getWebhookInfo tells it. Absent if the connection was closed without an answer. */
  readonly error?: string;
  /** In seconds. */
  readonly retryAfter?: number;
}

/** Posts one update. Any 2xx counts as delivered; redirects are not followed. */
export function postUpdate(update: Update, webhook: Webhook, agent: Agent): Promise<Delivered | NotDelivered> {
  const body = JSON.stringify(update);
  const { post, outcome } = begin(body, webhook, agent);
  post.end(body);
  return outcome;
}

/** Breaks the connection in the middle of the update. */
export function postHalf(update: Update, webhook: Webhook, agent: Agent): Promise<Delivered | NotDelivered> {
  const body = Buffer.from(JSON.stringify(update));
  const { post, outcome } = begin(body, webhook, agent);
  post.write(body.subarray(0, body.length / 2), () => post.destroy());
  return outcome;
}

function begin(body: string | Buffer, { url, secret }: Webhook, agent: Agent) {
  const { promise, resolve } = Promise.withResolvers<Delivered | NotDelivered>();
  const request = url.toLowerCase().startsWith("https:") ? requestByHttps : requestByHttp;
  const post = request(url, {
    method: "POST",
    agent,
    timeout: answerTimeoutMs,
    headers: {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
      ...(secret && { "X-Telegram-Bot-Api-Secret-Token": secret }),
      Connection: "keep-alive",
      "Accept-Encoding": "gzip, deflate",
    },
  });
  post.on("response", (response) => resolve(outcome(response)));
  post.on("timeout", () => post.destroy(new Error("Read timeout expired")));
  post.on("error", (cause: NodeJS.ErrnoException) => {
    const error = webhookError(cause);
    resolve({ ok: false, ...(error !== undefined && { error }) });
  });
  return { post, outcome: promise };
}

const answerTimeoutMs = 60_000;
const longestRetryAfter = 3_600;

async function outcome(response: IncomingMessage): Promise<Delivered | NotDelivered> {
  const status = response.statusCode ?? 0;
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response) chunks.push(chunk);
  } catch {
    return { ok: false };
  }
  if (status >= 200 && status < 300) {
    return { ok: true, body: Buffer.concat(chunks), contentType: response.headers["content-type"] ?? "" };
  }
  const retryAfter = Number(response.headers["retry-after"]);
  return {
    ok: false,
    error: `Wrong response from the webhook: ${status} ${response.statusMessage || STATUS_CODES[status]}`,
    ...(retryAfter > 0 && { retryAfter: Math.min(retryAfter, longestRetryAfter) }),
  };
}
