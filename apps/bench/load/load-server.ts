import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Crowd } from "./crowd.ts";
import { type Delivery, PollingDelivery, WebhookDelivery } from "./delivery.ts";
import type { Load, LoadResult } from "./load.ts";

/** How long a call takes, in ms: drawn evenly from this range. */
export type Latency = readonly [least: number, most: number];

/** How long a bot may take to answer what it has been given, when a load is over. */
const DRAINED_WITHIN_MS = 5_000;

/**
 * A Bot API that does nothing but hand out messages and take the replies: so thin that the bot is what is measured.
 * Every contender is fed by it in the same way. getUpdates is answered at once when there is something, for a long
 * poll is waiting at Telegram already; every other call takes its latency.
 */
export class LoadServer implements AsyncDisposable {
  private readonly server = createServer((request, response) => void this.answer(request, response));
  private readonly polling = new PollingDelivery();
  private readonly listening = Promise.withResolvers<Delivery>();
  private onReply: (user: number, waitedMs: number | undefined) => void = () => {};

  constructor(
    private readonly crowd: Crowd,
    private readonly latency?: Latency,
  ) {}

  /** @returns the API root. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Sends one message and waits for its reply, or for as long as a bot may take to start. */
  firstReply(user: number): Promise<LoadResult> {
    return this.run({ kind: "burst", users: [user], messagesEach: 1, withinMs: 30_000 });
  }

  /** Puts a crowd to work, from when the bot asks for messages. Resolves when the bot is done with them. */
  async run(load: Load): Promise<LoadResult> {
    const delivery = await this.listening.promise;
    const begun = performance.now();
    const done = Promise.withResolvers<void>();
    const waits: number[] = [];
    let [over, repliedAt, answered] = [false, begun, 0];
    this.onReply = (user, waitedMs) => {
      answered += 1;
      if (!over && waitedMs !== undefined) waits.push(waitedMs);
      if (!over) repliedAt = performance.now();
      if (load.kind === "closed" && !over) delivery.add(this.crowd.send(user));
      else if (this.crowd.waiting === 0) done.resolve();
    };
    for (let round = 0; round < (load.messagesEach ?? 1); round += 1) {
      for (const user of load.users) delivery.add(this.crowd.send(user));
    }
    await within(load.withinMs, done.promise);
    over = true;
    const ms = (this.crowd.waiting === 0 ? repliedAt : performance.now()) - begun;
    for (const { message } of await delivery.withdraw()) this.crowd.withdraw(message?.from.id ?? 0);
    if (this.crowd.waiting > 0) await within(DRAINED_WITHIN_MS, done.promise);
    return { ms, waits, answered };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.polling.close();
    const settled = await Promise.race([this.listening.promise, undefined]);
    settled?.close();
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.url?.slice(request.url.lastIndexOf("/") + 1) ?? "";
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const result = await this.resultOf(method, text ? JSON.parse(text) : {});
    const answer = JSON.stringify({ ok: true, result });
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(answer) });
    response.end(answer);
  }

  private async resultOf(method: string, body: Body): Promise<unknown> {
    if (method === "getUpdates") {
      this.listening.resolve(this.polling);
      return this.polling.take(body.offset ?? 0, (body.timeout ?? 0) * 1_000);
    }
    if (this.latency) await pause(this.latency[0] + Math.random() * (this.latency[1] - this.latency[0]));
    if (method === "setWebhook") {
      this.listening.resolve(new WebhookDelivery(new URL(body.url ?? ""), body.secret_token ?? ""));
    }
    if (method !== "sendMessage") return ANSWERS[method] ?? true;
    const { chat_id: user = 0, text = "" } = body;
    this.onReply(user, this.crowd.reply(user, text));
    return { message_id: 1, date: 0, chat: { id: user, type: "private", first_name: `User ${user}` }, text };
  }
}

interface Body {
  readonly offset?: number;
  readonly timeout?: number;
  readonly url?: string;
  readonly secret_token?: string;
  readonly chat_id?: number;
  readonly text?: string;
}

const ANSWERS: Record<string, unknown> = {
  getMe: { id: 1, is_bot: true, first_name: "Bench", username: "bench_bot" },
  getWebhookInfo: { url: "", has_custom_certificate: false, pending_update_count: 0 },
  getMyCommands: [],
};

/** Waits for `work`, but not longer than this. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  const bound = new AbortController();
  const time = pause(ms, undefined, { signal: bound.signal }).catch(() => {});
  await Promise.race([work, time]);
  bound.abort();
}
