import type { Api } from "grammy";
import type { Update } from "grammy/types";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { type Health, type HttpServer, startHttpServer } from "./http-server.ts";
import { type PollingParts, poll, unlessUnavailable } from "./polling.ts";
import { secretFor } from "./token.ts";
import { UPDATE_TYPES } from "./update-types.ts";

export interface SourceParts {
  readonly api: Api;
  readonly token: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly webhook: { readonly url: string; readonly secret?: string } | undefined;
  /** Where `/healthz` is served, and the webhook; undefined with polling: nowhere. */
  readonly port: number | undefined;
  readonly health: () => Health;
  /** Stores a batch, however long the store is away or full. */
  readonly hold: PollingParts["take"];
  /** Stores one update. @throws {StoreUnavailable} {InboxFull} */
  readonly take: (update: Update) => Promise<void>;
  /** Drops the ids of what was finished before this time. */
  readonly forget: (time: number) => Promise<void>;
}

/** Where updates come from. */
export interface Source {
  /** Resolves when the source was closed. @throws {TokenRefused} when Telegram ends it. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Begins to take updates, in the one way that is configured; the other is switched off at Telegram. */
export async function openSource(parts: SourceParts): Promise<Source> {
  return parts.webhook ? openWebhook(parts, parts.webhook) : openPolling(parts);
}

async function openPolling(parts: SourceParts): Promise<Source> {
  const { api, log, clock, health, port, forget } = parts;
  const server = port === undefined ? undefined : await startHttpServer({ port, health });
  const { url } = await api.getWebhookInfo();
  if (url) {
    // What waits there is kept: it comes by polling now.
    await api.deleteWebhook();
    log.warn("webhook removed, polling instead", { url });
  }
  const confirmed = (time: number) => unlessUnavailable(forget(time));
  const ended = poll({ ...parts, take: parts.hold, confirmed, now: () => clock.now() });
  return { ended, close: () => closeAll(ended, server) };
}

async function openWebhook(
  parts: SourceParts,
  { url, secret = secretFor(parts.token) }: NonNullable<SourceParts["webhook"]>,
): Promise<Source> {
  const { api, clock, health, signal, take, forget } = parts;
  const webhook = { path: new URL(url).pathname, secret, take };
  const server = await startHttpServer({ port: parts.port ?? DEFAULT_PORT, health, webhook });
  await api.setWebhook(url, { secret_token: secret, allowed_updates: UPDATE_TYPES });
  // Telegram tries again for hours what it believes undelivered; after this long it has stopped believing so.
  const forgetting = setInterval(() => void unlessUnavailable(forget(clock.now() - KEPT_MS)), KEPT_MS / 6);
  const ended = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  const close = () => {
    clearInterval(forgetting);
    return closeAll(ended, server);
  };
  return { ended, close };
}

async function closeAll(ended: Promise<void>, server: HttpServer | undefined): Promise<void> {
  await ended.catch(() => {});
  await server?.close();
}

const DEFAULT_PORT = 8443;
const KEPT_MS = 3_600_000;
