import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

export interface LoadOptions {
  readonly users: number;
  readonly messagesPerUser: number;
  /** How long every call but getUpdates takes, in ms: drawn evenly from this range. */
  readonly latencyMs: readonly [least: number, most: number] | undefined;
}

export interface LoadResult {
  readonly messages: number;
  /** From the first batch handed out to the last reply. */
  readonly ms: number;
  /** Whether each user got one reply to each message, in order. */
  readonly inOrder: boolean;
}

/**
 * A Bot API that does nothing but hand out messages, as fast as they are asked for, and take the replies: so thin
 * that the bot is what is measured. Every contender is fed by it in the same way.
 */
export class LoadServer {
  private readonly server = createServer((request, response) => void this.answer(request, response));
  private readonly queue: object[] = [];
  private readonly replies = new Map<number, string[]>();
  private acknowledged = 0;
  private replied = 0;
  private startedAt = 0;
  private readonly done = Promise.withResolvers<LoadResult>();

  constructor(private readonly options: LoadOptions) {
    for (let round = 1; round <= options.messagesPerUser; round += 1) {
      for (let user = 1; user <= options.users; user += 1) this.queue.push(update(this.queue.length + 1, user, round));
    }
  }

  /** @returns the API root. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Resolves when every message was answered. */
  get result(): Promise<LoadResult> {
    return this.done.promise;
  }

  /** When the first message was handed out. */
  readonly begun = Promise.withResolvers<void>();

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.url?.slice(request.url.lastIndexOf("/") + 1) ?? "";
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = text ? (JSON.parse(text) as Record<string, number & string>) : {};
    const result = method === "getUpdates" ? await this.updates(body.offset ?? 0) : await this.call(method, body);
    const answer = JSON.stringify({ ok: true, result });
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(answer) });
    response.end(answer);
  }

  private async updates(offset: number): Promise<object[]> {
    this.acknowledged = Math.max(this.acknowledged, offset - 1);
    const batch = this.queue.slice(this.acknowledged, this.acknowledged + 100);
    if (batch.length === 0) await pause(50);
    else if (this.startedAt === 0) {
      this.startedAt = performance.now();
      this.begun.resolve();
    }
    return batch;
  }

  private async call(method: string, body: Record<string, number & string>): Promise<unknown> {
    if (method !== "sendMessage") return ANSWERS[method] ?? true;
    const { latencyMs } = this.options;
    if (latencyMs) await pause(latencyMs[0] + Math.random() * (latencyMs[1] - latencyMs[0]));
    const chat = this.replies.get(body.chat_id ?? 0) ?? [];
    this.replies.set(body.chat_id ?? 0, chat);
    chat.push(body.text ?? "");
    this.replied += 1;
    if (this.replied === this.queue.length) this.finish();
    return { message_id: this.replied, date: 0, chat: { id: body.chat_id, type: "private" }, text: body.text };
  }

  private finish(): void {
    const ms = performance.now() - this.startedAt;
    const wanted = Array.from({ length: this.options.messagesPerUser }, (_, index) => String(index + 1)).join();
    const inOrder = [...this.replies.values()].every((texts) => texts.join() === wanted);
    this.done.resolve({ messages: this.queue.length, ms, inOrder });
  }
}

const ANSWERS: Record<string, unknown> = {
  getMe: { id: 1, is_bot: true, first_name: "Bench", username: "bench_bot" },
  getWebhookInfo: { url: "", has_custom_certificate: false, pending_update_count: 0 },
  getMyCommands: [],
};

function update(updateId: number, user: number, round: number): object {
  const from = { id: 1_000 + user, is_bot: false, first_name: `User ${user}`, language_code: "en" };
  const chat = { id: from.id, type: "private", first_name: from.first_name };
  const message = { message_id: updateId, from, chat, date: 1_700_000_000, text: String(round) };
  return { update_id: updateId, message };
}
