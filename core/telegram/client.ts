import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import type { ApiClientOptions } from "grammy";
import { Agent, errors, request } from "undici";
import { CodedError } from "../errors.ts";
import type { Log } from "../log.ts";
import { Outage } from "../outage.ts";
import { Stopping } from "../retry.ts";
import { isExpiredButton } from "./refusals.ts";

export interface TelegramClientOptions {
  readonly apiRoot: string;
  readonly outage: Outage;
  readonly log: Log;
  /** Ends all waiting when the bot stops. */
  readonly signal: AbortSignal;
}

export interface TelegramClient {
  readonly options: ApiClientOptions;
  /** Ends the connections, and with them what is under way. */
  close(): Promise<void>;
}

/**
 * How grammY reaches Telegram: connections that stay open, and patience. Network failures, 5xx and 429 are tried
 * again here, below grammY, so that every call has it, those of conversations included, and a reply sent is not
 * repeated for the sake of the next one. Other refusals go through to the handler.
 */
export function telegramClient(options: TelegramClientOptions): TelegramClient {
  const connections = new Agent({ connections: 64, headersTimeout: 90_000, keepAliveTimeout: 30_000 });
  // grammY types `fetch` as node-fetch's; it uses no more of it than this.
  const fetch = (url: string, init: RequestInit) => call(url, init, connections, options);
  return {
    options: { apiRoot: options.apiRoot, fetch: fetch as unknown as NonNullable<ApiClientOptions["fetch"]> },
    close: () => connections.destroy(),
  };
}

interface RequestInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  /** A stream when files are uploaded. */
  readonly body: string | Readable;
  readonly signal?: AbortSignal;
}

interface Answer {
  readonly ok: boolean;
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: { readonly retry_after?: number };
}

async function call(url: string, init: RequestInit, dispatcher: Agent, { outage, log, signal }: TelegramClientOptions) {
  const method = url.slice(url.lastIndexOf("/") + 1);
  const { headers } = init;
  // A stream could be sent only once.
  const body = typeof init.body === "string" ? init.body : await buffer(init.body);
  const attempt = async (): Promise<Answer> => {
    const response = await request(url, { method: "POST", headers, body, signal: init.signal ?? signal, dispatcher });
    const answer = (await response.body.json()) as Answer;
    if (response.statusCode >= 500) throw new Error(`${method}: ${answer.description ?? response.statusCode}`);
    if (answer.error_code === 429) {
      const seconds = answer.parameters?.retry_after ?? 1;
      log.warn("Telegram asked to slow down", { method, seconds });
      await pause(seconds * 1000, undefined, { signal }).catch(() => {
        throw new Stopping();
      });
      return attempt();
    }
    outage.succeeded();
    if (answer.ok || !isExpiredButton(method, answer)) return answer;
    log.info("answer to an expired button dropped", { method });
    return { ok: true, result: true } as Answer;
  };
  const answer = await outage.outlast(attempt, {
    signal,
    longestPauseMs: 30_000,
    retryable: (error) => !isFinal(error) && !init.signal?.aborted,
  });
  return { json: () => answer };
}

/** A mistake of ours is not mended by trying again. */
const isFinal = (error: Error) => error instanceof Stopping || error instanceof errors.InvalidArgumentError;

/** For {@link TelegramClientOptions.outage}: whatever keeps a call from being answered. */
export const telegramOutage = (log: Log): Outage =>
  new Outage("Telegram", log, (error) => new TelegramUnavailable(error));

/** Telegram did not answer, or was not itself. */
class TelegramUnavailable extends CodedError {
  readonly code = "TELEGRAM_UNAVAILABLE";
  readonly hint = "Is the network up, and TELEGRAM_API_ROOT right? Trying again until it answers.";
  constructor(cause: unknown) {
    super("Telegram did not answer as it should.", { cause });
  }
}
