import { spawnSync } from "node:child_process";
import { Pool } from "undici";
import { BotChild } from "../bot-child.ts";
import { percentile } from "../statistics.ts";
import { chatOf, type Subject, tokenOf } from "./subjects.ts";
import type { Ready } from "./telegram-child.ts";

/** What sendMessage costs a server. */
export interface CallFigures {
  readonly callsPerSecond: number;
  /** Of the server's process, all its threads included. */
  readonly cpuMicrosPerCall: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly peakBytes: number;
  readonly readyMs: number;
  readonly readyCpuMs: number;
}

const CONNECTIONS = 50;

/** Starts a server on a core of its own, where that can be had, and sends from this process over kept connections. */
export async function measureCalls(subject: Subject, seconds: number): Promise<CallFigures> {
  await using server = new BotChild(`fake-telegram/${subject.program}`, [JSON.stringify(subject)]);
  const { apiRoot, readyMs, readyCpuMs } = (await Promise.race([server.told(), server.died])) as Ready;
  if (server.pid !== undefined) spawnSync("taskset", ["--all-tasks", "--cpu-list", "--pid", "0", String(server.pid)]);
  await send(apiRoot, subject, seconds / 3);
  const before = await server.usage();
  const { waits, ms } = await Promise.race([send(apiRoot, subject, seconds), server.died]);
  const { cpuMicros, peakBytes } = await server.usage();
  return {
    callsPerSecond: (waits.length * 1_000) / ms,
    cpuMicrosPerCall: (cpuMicros - before.cpuMicros) / waits.length,
    p50Ms: percentile(waits, 0.5),
    p99Ms: percentile(waits, 0.99),
    peakBytes,
    readyMs,
    readyCpuMs,
  };
}

/** Each connection sends the next message when the last one was answered; the chats take turns. */
async function send(apiRoot: string, { bots, chats }: Subject, seconds: number) {
  const pool = new Pool(apiRoot, { connections: CONNECTIONS });
  const waits: number[] = [];
  const begun = performance.now();
  const end = begun + seconds * 1_000;
  let count = 0;
  const connection = async () => {
    while (performance.now() < end) {
      const number = count++;
      const chat = number % chats;
      const sent = performance.now();
      const { statusCode, body } = await pool.request({
        path: `/bot${tokenOf(chat % bots)}/sendMessage`,
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ chat_id: chatOf(chat), text: `answer ${number}` }),
      });
      const answer = await body.text();
      waits.push(performance.now() - sent);
      if (statusCode !== 200) throw new Error(`sendMessage was answered by ${statusCode}: ${answer}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  const ms = performance.now() - begun;
  await pool.close();
  return { waits, ms };
}
