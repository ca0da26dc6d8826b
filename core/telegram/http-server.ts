import { hash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Update } from "grammy/types";
import { InboxFull, SetupInvalid, StoreUnavailable } from "../errors.ts";

/** What `/healthz` says. A harness or a load balancer may rely on it. */
export interface Health {
  /** Whether updates are being taken. */
  readonly ready: boolean;
  /** Whether inbox, lanes and turns are empty. */
  readonly idle: boolean;
}

export interface HttpServerOptions {
  readonly port: number;
  /** Default: all interfaces, as a container needs it. */
  readonly host?: string;
  readonly health: () => Health;
  readonly webhook?: {
    readonly path: string;
    readonly secret: string;
    /** Resolves when the update is stored or refused. @throws {StoreUnavailable} {InboxFull} and then Telegram sends it again. */
    readonly take: (update: Update) => Promise<void>;
  };
}

export interface HttpServer {
  /** Takes no further request and ends when those at hand are answered. */
  close(): Promise<void>;
}

/**
 * Serves `/healthz` and, if asked, the webhook. On node:http itself: a framework's web requests and streams cost more
 * than all that is done with an update.
 *
 * @throws {SetupInvalid} if the port can't be had.
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const secret = digest(options.webhook?.secret ?? "");
  const server = createServer((request, response) => {
    answer(request, response, options, secret).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await listen(server, options);
  return {
    close: () =>
      new Promise((resolve) => {
        // A connection that becomes idle only now would be kept alive for seconds.
        const sweep = setInterval(() => server.closeIdleConnections(), 20);
        server.close(() => {
          clearInterval(sweep);
          resolve();
        });
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { health, webhook }: HttpServerOptions,
  secret: Buffer,
): Promise<void> {
  const [path = ""] = (request.url ?? "").split("?");
  if (request.method === "GET" && path === "/healthz") {
    const now = health();
    response.writeHead(now.ready ? 200 : 503, { "content-type": "application/json" }).end(JSON.stringify(now));
  } else if (request.method === "POST" && webhook && path === webhook.path) {
    response.writeHead(await take(request, webhook.take, secret), { "content-length": 0 }).end();
  } else {
    response.writeHead(404).end();
  }
}

type Webhook = NonNullable<HttpServerOptions["webhook"]>;

/** @returns the status to answer with. */
async function take(request: IncomingMessage, store: Webhook["take"], secret: Buffer): Promise<number> {
  // In constant time, whatever the lengths.
  if (!timingSafeEqual(digest(String(request.headers[SECRET_HEADER] ?? "")), secret)) return 401;
  const body = await bodyOf(request);
  if (body === undefined) return 413;
  const update = updateIn(body);
  if (!update) return 400;
  try {
    await store(update);
    return 200;
  } catch (error) {
    if (!(error instanceof StoreUnavailable || error instanceof InboxFull)) throw error;
    return 503;
  }
}

/** @returns undefined if it is larger than any update. What is left of it then is read, and not kept. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers["content-length"]) > MOST_BYTES) return undefined;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) chunks.push(chunk);
  });
  request.once("end", resolve);
  // Without its end it was cut off.
  request.once("error", reject).once("close", reject);
  await promise;
  return bytes > MOST_BYTES ? undefined : Buffer.concat(chunks).toString();
}

function updateIn(body: string): Update | undefined {
  try {
    const update = JSON.parse(body) as Partial<Update> | null;
    return typeof update?.update_id === "number" ? (update as Update) : undefined;
  } catch {
    return undefined;
  }
}

function listen(server: Server, { port, host = "0.0.0.0" }: HttpServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      reject(
        new SetupInvalid(`Port ${port} can't be used.`, "Is another program on it? Set PORT to a free one.", error),
      );
    });
    server.listen(port, host, () => resolve());
  });
}

const digest = (text: string): Buffer => hash("sha256", text, "buffer");

const SECRET_HEADER = "x-telegram-bot-api-secret-token";
/** Telegram's updates have at most 512 KiB. */
const MOST_BYTES = 1024 * 1024;
