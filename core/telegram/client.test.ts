import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Api } from "grammy";
import { expect, test } from "vitest";
import { silentLog } from "../log.ts";
import { telegramClient, telegramOutage } from "./client.ts";

/** A server that notes what it is called with, and the bot's `Api` in front of it. */
class Line implements AsyncDisposable {
  readonly calls: { readonly path: string; readonly body: string }[] = [];
  readonly halt = new AbortController();
  private readonly server: Server;

  constructor(answers: (path: string) => string | undefined = () => '{"ok":true,"result":true}') {
    this.server = createServer(async (request, response) => {
      const path = request.url ?? "";
      this.calls.push({ path, body: await text(request) });
      this.server.emit("called");
      const answer = answers(path);
      if (answer !== undefined) response.end(answer);
    });
  }

  async open() {
    await once(this.server.listen(0, "127.0.0.1"), "listening");
    const apiRoot = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/telegram`;
    const outage = telegramOutage(silentLog);
    const client = telegramClient({ token: "1:a", apiRoot, outage, log: silentLog, signal: this.halt.signal });
    const api = new Api("1:a", client.options);
    api.config.use(client.shortCut);
    return { api, bare: new Api("1:a", client.options), client };
  }

  called(): Promise<unknown> {
    return once(this.server, "called");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
  }
}

test("both ways to Telegram send the same: paths below the API root, and nothing for null", async () => {
  await using line = new Line();
  const { api, bare, client } = await line.open();
  const other = { message_thread_id: undefined, link_preview_options: null, reply_markup: { keyboard: [["null"]] } };
  for (const way of [api, bare]) await way.raw.sendMessage({ chat_id: 7, text: "Möhre", ...(other as object) });
  const [short, long] = line.calls;
  expect(short).toEqual(long);
  expect(short?.path).toBe("/telegram/bot1:a/sendMessage");
  expect(JSON.parse(short?.body ?? "")).toEqual({ chat_id: 7, text: "Möhre", reply_markup: { keyboard: [["null"]] } });
  await client.close();
});

test("an answer that comes in pieces, between the bytes of a letter too, is read whole", async () => {
  const long = JSON.stringify({ ok: true, result: "ж".repeat(100_001) });
  await using line = new Line(() => long);
  const { api, client } = await line.open();
  expect(await api.raw.getMyName({})).toBe("ж".repeat(100_001));
  await client.close();
});

test("a stop of the bot ends the calls under way, and a signal ends its own", async () => {
  await using line = new Line(() => undefined);
  const { api, client } = await line.open();
  const own = new AbortController();
  const ended = expect(api.getUpdates({}, own.signal as never)).rejects.toThrow("Network request for 'getUpdates'");
  const other = expect(api.sendMessage(7, "hello")).rejects.toThrow("Network request for 'sendMessage'");
  while (line.calls.length < 2) await line.called();
  own.abort();
  await ended;
  line.halt.abort(new Error("stopping"));
  await other;
  await client.close();
});
