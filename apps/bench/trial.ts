import { freePort } from "#harness";
import { BotChild } from "./bot-child.ts";
import type { Contender } from "./contenders.ts";
import { Crowd, type Verdict } from "./load/crowd.ts";
import type { Load } from "./load/load.ts";
import { type Latency, LoadServer } from "./load/load-server.ts";
import { percentile } from "./statistics.ts";
import type { Place } from "./stores/place.ts";

/** What one load cost one contender. */
export interface Figures {
  readonly messagesPerSecond: number;
  readonly cpuMicrosPerMessage: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** One process of a contender, from its start through some loads to its end. */
export interface Trial {
  /** From the start of the process to the reply to a message that was waiting, in ms. */
  readonly startMs: number;
  /** Of each load, in their order. */
  readonly figures: readonly Figures[];
  readonly verdict: Verdict;
  readonly peakBytes: number;
}

export interface TrialOptions {
  readonly contender: Contender;
  readonly place: Place;
  /** Those whose counts the place holds. Default: people who have never written. */
  readonly crowd?: Crowd;
  readonly latency?: Latency;
  /** Makes the compiler of the bot's process warm; its figures are not kept. */
  readonly warmUp: Load;
  readonly loads: readonly Load[];
}

/** @throws if the process ends by itself, or if one of ours leaves a message out, answers twice or out of order. */
export async function tryOut(options: TrialOptions): Promise<Trial> {
  const { contender, place, crowd = new Crowd(), latency, warmUp, loads } = options;
  await using server = new LoadServer(crowd, latency);
  const apiRoot = await server.listen();
  const started = performance.now();
  await using bot = new BotChild(`contenders/${contender.module}`, [apiRoot, ...(await argsFor(contender, place))]);
  const orDeath = <T>(work: Promise<T>): Promise<T> => Promise.race([work, bot.died]);

  await orDeath(server.firstReply(warmUp.users[0] ?? 0));
  const startMs = performance.now() - started;
  await orDeath(server.run(warmUp));
  const figures: Figures[] = [];
  for (const load of loads) {
    const before = await bot.usage();
    const { ms, waits, answered } = await orDeath(server.run(load));
    const { cpuMicros } = await bot.usage();
    figures.push({
      messagesPerSecond: (waits.length * 1_000) / ms,
      cpuMicrosPerMessage: (cpuMicros - before.cpuMicros) / answered,
      p50Ms: percentile(waits, 0.5),
      p99Ms: percentile(waits, 0.99),
    });
  }
  const { peakBytes } = await bot.usage();
  const verdict = crowd.judge();
  if (contender.ours) assertSound(contender, verdict);
  return { startMs, figures, verdict, peakBytes };
}

/** What a contender's program is told after the API root. */
async function argsFor({ ours, updates, durability }: Contender, place: Place): Promise<string[]> {
  if (!ours) return [place.path];
  const webhook = updates === "webhook" ? [`http://127.0.0.1:${await freePort()}/telegram`] : [];
  return [place.address, durability ?? "process", ...webhook];
}

/** @throws if anything is wrong with the replies. */
export function assertSound({ name }: Contender, { unanswered, outOfOrder, wrong }: Verdict): void {
  if (unanswered + outOfOrder + wrong === 0) return;
  throw new Error(`${name}: ${unanswered} messages unanswered, ${outOfOrder} replies out of order, ${wrong} wrong.`);
}
