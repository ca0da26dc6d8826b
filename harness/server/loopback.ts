import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type HttpBindings, serve } from "@hono/node-server";
import type { Hono } from "hono";

/** What a route finds beside its request: Node's own request and response. */
export interface NodeBindings {
  Bindings: HttpBindings;
}

/** An HTTP server on loopback that can go away and come back at the same address. */
export class Loopback {
  private server: Server | undefined;
  private port = 0;

  constructor(private readonly app: Hono<NodeBindings>) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** @param port the first time; later it is the same again. Default: any free one. */
  async listen(port = this.port): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { fetch } = this.app;
    const server = serve({ fetch, port, hostname: "127.0.0.1" }, () => resolve()) as Server;
    server.once("error", reject);
    await promise;
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  /** Who connects now is refused, and who was connected is cut off. */
  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.server?.listening) this.server.close(() => resolve());
    else resolve();
    this.server?.closeAllConnections();
    await promise;
  }
}
