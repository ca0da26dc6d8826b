import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Update } from "@grammyjs/types";
import { Pulse } from "../world/pulse.ts";
import { until } from "../world/until.ts";

export interface HookRequest {
  readonly update: Update;
  readonly headers: IncomingHttpHeaders;
  answer(status: number, body?: object): void;
}

/** A webhook whose answers the test gives by hand. */
export async function hook() {
  const requests: HookRequest[] = [];
  const came = new Pulse();
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    requests.push({
      update: JSON.parse(body),
      headers: request.headers,
      answer: (status, json) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(json ? JSON.stringify(json) : "");
      },
    });
    came.beat();
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    requests,
    async request(index: number): Promise<HookRequest> {
      const outcome = await until({ look: () => requests[index], beats: [came], timeoutMs: 5_000 });
      if (!outcome.found) throw new Error(`no request ${index}`);
      return outcome.found;
    },
    [Symbol.dispose]: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
