import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { type ApiClientOptions, HttpError, InputFile, type Transformer } from "grammy";
import { errors } from "undici";
import { CodedError } from "../errors.ts";
import type { Log } from "../log.ts";
import { Outage } from "../outage.ts";
import { Stopping } from "../retry.ts";
import { Connections } from "./connections.ts";
import { isExpiredButton } from "./refusals.ts";

export interface TelegramClientOptions {
  readonly token: string;
  readonly apiRoot: string;
  readonly outage: Outage;
  readonly log: Log;
  /** Ends all waiting when the bot stops. */
  readonly signal: AbortSignal;
}

export interface TelegramClient {
  /** Lets every `Api` made with them reach Telegram through this client. */
  readonly options: ApiClientOptions;
  /** The innermost transformer of the bot's own `Api`, by which most calls take the {@link shortCut}. */
  readonly shortCut: Transformer;
  /**
   * In place of it for what is a courtesy, such as showing an answer as it grows: tried once, a failure is the caller's,
   * and so is a 429 with the time to wait.
   */
  readonly once: Transformer;
  /** Ends the connections, and with them what is under way. */
  close(): Promise<void>;
}

/**
 * How grammY reaches Telegram: connections that stay open, and patience. Network failures, 5xx and 429 are tried
 * again here, below grammY, so that every call has it, those of conversations included, and a reply sent is not
 * repeated for the sake of the next one. Other refusals go through to the handler.
 */
export function telegramClient(options: TelegramClientOptions): TelegramClient {
  const { apiRoot, signal } = options;
  const connections = new Connections(new URL(apiRoot).origin);
  signal.addEventListener("abort", () => connections.abort(signal.reason), { once: true });
  // grammY types `fetch` as node-fetch's; it uses no more of it than this.
  const fetch = async (url: string, { headers, body, signal }: RequestInit) => {
    // A stream could be sent only once.
    const sent = typeof body === "string" ? body : await buffer(body);
    const answer = await call({ path: pathOf(url), headers, body: sent, signal }, connections, options);
    return { json: () => answer };
  };
  return {
    options: { apiRoot, fetch: fetch as unknown as NonNullable<ApiClientOptions["fetch"]> },
    shortCut: shortCut(options, (request) => call(request, connections, options)),
    once: shortCut(options, (request) =>
      post({ ...request, signal: AbortSignal.timeout(ONCE_WITHIN_MS) }, connections),
    ),
    close: () => connections.close(),
  };
}

/**
 * Past grammY's own client, which for each call makes an abort controller, a timer and three racing promises, and which
 * takes its part of the CPU of a short update. What a file is in goes the long way: only grammY knows how to upload it.
 */
function shortCut(options: TelegramClientOptions, send: (request: Request) => Promise<Answer>): Transformer {
  const base = pathOf(`${options.apiRoot}/bot${options.token}`);
  const take: Transformer = async (grammys, method, payload, signal) => {
    if (holdsFile(payload)) return grammys(method, payload, signal);
    const body = withoutNulls(payload);
    const request = { path: `${base}/${method}`, headers: JSON_BODY, body, signal: signal as AbortSignal | undefined };
    try {
      return (await send(request)) as Awaited<ReturnType<typeof grammys>>;
    } catch (error) {
      throw new HttpError(`Network request for '${method}' failed!`, error);
    }
  };
  return take;
}

/** Nothing that is said in the end waits longer than this for what was a courtesy. */
const ONCE_WITHIN_MS = 15_000;

const JSON_BODY = { "content-type": "application/json" };

const holdsFile = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  (value instanceof InputFile || Object.values(value).some((each) => typeof each === "object" && holdsFile(each)));

/** Telegram takes null for a value, where a plugin means that there is none. */
function withoutNulls(payload: object): string {
  const body = JSON.stringify(payload);
  // The replacer takes ten times as long, and is called for next to nothing.
  return body.includes("null") ? JSON.stringify(payload, (_, value: unknown) => value ?? undefined) : body;
}

const pathOf = (url: string) => url.slice(url.indexOf("/", url.indexOf("//") + 2));

interface RequestInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  /** A stream when files are uploaded. */
  readonly body: string | Readable;
  readonly signal?: AbortSignal;
}

interface Request {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly signal: AbortSignal | undefined;
}

interface Answer {
  readonly ok: boolean;
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: { readonly retry_after?: number };
}

function call(request: Request, connections: Connections, options: TelegramClientOptions): Promise<Answer> {
  const { outage, log, signal } = options;
  const method = methodOf(request);
  const attempt = async (): Promise<Answer> => {
    const answer = await post(request, connections);
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
  return outage.outlast(attempt, {
    signal,
    longestPauseMs: 30_000,
    retryable: (error) => !isFinal(error) && !request.signal?.aborted,
  });
}

async function post(request: Request, connections: Connections): Promise<Answer> {
  const response = await connections.post(request.path, request.headers, request.body, request.signal);
  const answer = JSON.parse(response.body) as Answer;
  if (response.status >= 500) throw new Error(`${methodOf(request)}: ${answer.description ?? response.status}`);
  return answer;
}

const methodOf = ({ path }: Request) => path.slice(path.lastIndexOf("/") + 1);

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
