import "../contenders/usage-report.ts";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Ready } from "./telegram-child.ts";

const from = { id: 7_000_001, is_bot: true, first_name: "bench_0_bot", username: "bench_0_bot" };

/** Reads what sendMessage reads, writes what it writes, and does nothing in between. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { chat_id, text } = JSON.parse(Buffer.concat(chunks).toString()) as { chat_id: number; text: string };
    const chat = { id: chat_id, first_name: "User", type: "private" };
    const body = JSON.stringify({ ok: true, result: { message_id: 1, from, chat, date: 1, text } });
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
    response.end(body);
  });
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ apiRoot: `http://127.0.0.1:${port}`, readyMs: Number.NaN, readyCpuMs: Number.NaN } satisfies Ready);
});
