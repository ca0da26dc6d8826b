import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { World } from "../world/world.ts";
import type { Dispatcher, Envelope, Reply, Spoiled } from "./dispatcher.ts";
import { RequestUnreadable, readArguments } from "./read-arguments.ts";

/** The HTTP front of the Bot API, on loopback only. */
export class HttpFront {
  private readonly server: Server;

  constructor(
    private readonly world: World,
    private readonly dispatcher: Dispatcher,
  ) {
    this.server = createServer({ keepAliveTimeout: 500_000 }, (request, response) => {
      void this.handle(request, response).catch(() => response.destroy());
    });
  }

  /** @returns the address that a bot takes as its API root. */
  async listen(port: number): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.server.once("error", reject).listen(port, "127.0.0.1", resolve);
    await promise;
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.server.close(() => resolve());
    this.server.closeAllConnections();
    await promise;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { token, rest, query, isFile } = addressed(request.url ?? "");
    if (request.method !== "GET" && request.method !== "POST") refuse(response, 501);
    else if (token === undefined) send(response, notFound);
    else if (isFile) this.sendFile(token, rest, response);
    else await this.call(token, rest, query, request, response);
  }

  private async call(
    token: string,
    method: string,
    query: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    try {
      const call = await readArguments(request, query);
      const reply = await this.dispatcher.call(token, method, call, { hungUp: () => hungUp(response) });
      if (response.destroyed || reply === "cut" || "spoiled" in reply) this.world.noteUnheard(token, call);
      send(response, reply);
    } catch (error) {
      if (!(error instanceof RequestUnreadable)) throw error;
      refuse(response, error.status);
    }
  }

  private sendFile(token: string, path: string, response: ServerResponse): void {
    const file = this.world.bots.has(token) ? this.world.files.at(path) : undefined;
    if (!file) {
      send(response, notFound);
      return;
    }
    response.writeHead(200, { "Content-Type": "application/octet-stream", "Content-Length": file.bytes.length });
    response.end(file.bytes);
  }
}

const notFound: Envelope = { ok: false, error_code: 404, description: "Not Found" };

interface Address {
  readonly token?: string;
  readonly rest: string;
  readonly query: string;
  readonly isFile: boolean;
}

/** `/bot<token>/<method>` or `/file/bot<token>/<path>`. */
function addressed(url: string): Address {
  const [path = "", query = ""] = url.split(/\?(.*)/s);
  const match = /^(?<file>\/file)?\/bot(?<token>[^/]*)\/(?<rest>.*)$/s.exec(decoded(path));
  const { file, token, rest = "" } = match?.groups ?? {};
  return { ...(token !== undefined && { token }), rest, query, isFile: file !== undefined };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Resolves when the client has closed the connection before it was answered. */
async function hungUp(response: ServerResponse): Promise<void> {
  if (!response.destroyed) await once(response, "close");
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === "cut") response.destroy();
  else if ("spoiled" in reply) sendSpoiled(response, reply);
  else sendEnvelope(response, reply);
}

/** The length that is told decides whether the bot can see that half is missing. */
function sendSpoiled(response: ServerResponse, { spoiled, envelope }: Spoiled): void {
  const body = Buffer.from(JSON.stringify(envelope));
  const half = body.subarray(0, body.length / 2);
  const told = spoiled === "half" ? body : half;
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": told.length });
  if (spoiled === "half") response.write(half, () => response.destroy());
  else response.end(half);
}

function sendEnvelope(response: ServerResponse, reply: Envelope): void {
  const body = JSON.stringify(reply);
  const retryAfter = !reply.ok && reply.parameters && "retry_after" in reply.parameters && reply.parameters.retry_after;
  response.writeHead(reply.ok ? 200 : reply.error_code, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
    ...(retryAfter ? { "Retry-After": String(retryAfter) } : {}),
  });
  response.end(body);
}

/** The way Telegram's HTTP server refuses what it cannot read: no body, and the connection ends. */
function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { Connection: "close", "Content-Length": 0 });
  response.end();
}
