import { createHash, timingSafeEqual } from "node:crypto";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import type { Update } from "grammy/types";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
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

/** Serves `/healthz` and, if asked, the webhook. @throws {SetupInvalid} if the port can't be had. */
export async function startHttpServer({ port, host, health, webhook }: HttpServerOptions): Promise<HttpServer> {
  const app = new Hono();
  app.get("/healthz", (context) => {
    const answer = health();
    return context.json(answer, answer.ready ? 200 : 503);
  });
  if (webhook) {
    app.post(webhook.path, bodyLimit({ maxSize: MOST_BYTES }), async (context) => {
      if (!sameSecret(context.req.header(SECRET_HEADER) ?? "", webhook.secret)) return context.body(null, 401);
      const update = await context.req.json<Update>().catch(() => undefined);
      if (typeof update?.update_id !== "number") return context.body(null, 400);
      try {
        await webhook.take(update);
        return context.body(null, 200);
      } catch (error) {
        if (!(error instanceof StoreUnavailable || error instanceof InboxFull)) throw error;
        return context.body(null, 503);
      }
    });
  }
  const server = await listen(app, port, host);
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

function listen(app: Hono, port: number, hostname = "0.0.0.0"): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname }, () => resolve(server as Server));
    server.once("error", (error) => {
      reject(
        new SetupInvalid(`Port ${port} can't be used.`, "Is another program on it? Set PORT to a free one.", error),
      );
    });
  });
}

/** In constant time, whatever the lengths. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

const SECRET_HEADER = "x-telegram-bot-api-secret-token";
/** Telegram's updates have at most 512 KiB. */
const MOST_BYTES = 1024 * 1024;
