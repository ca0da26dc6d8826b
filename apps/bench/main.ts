import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { isRedisInstalled, RedisProcess } from "#stores/testing";
import type { LoadOptions } from "./load-server.ts";
import { type Contender, type Figures, measure } from "./measure.ts";

/**
 * Messages a second and CPU per message: the assistant's session path against bare grammY, in one run and fed by the
 * same server. Machines are noisy, so every contender runs several rounds in turn, medians count, and what is worth
 * quoting is the ratio.
 */
const ROUNDS = Number(process.argv[2] ?? 3);
const dir = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
await using redis = isRedisInstalled() ? await RedisProcess.start("--appendonly", "yes") : undefined;
let stores = 0;

const contenders: Contender[] = [
  { name: "grammY, no sessions", module: "bare-grammy", args: () => [] },
  { name: "Holdfast, memory", module: "holdfast", args: () => ["memory:"] },
  { name: "Holdfast, SQLite", module: "holdfast", args: () => [`sqlite:${join(dir, `bench-${++stores}.sqlite`)}`] },
  ...(redis ? [{ name: "Holdfast, Redis", module: "holdfast", args: () => [`${redis.url}/${++stores % 16}`] }] : []),
];
if (!redis) console.log("redis-server is not installed, so Redis is not measured (apt-get install redis-server).");

const loads: { title: string; loadFor: (contender: Contender) => LoadOptions }[] = [
  { title: "no API latency", loadFor: () => ({ users: 50, messagesPerUser: 100, latencyMs: undefined }) },
  {
    title: "30 to 60 ms of API latency",
    // One at a time, bare grammY answers some twenty a second: fewer messages tell as much.
    loadFor: ({ module }) => ({ users: 50, messagesPerUser: module === "bare-grammy" ? 2 : 40, latencyMs: [30, 60] }),
  },
];

console.log(
  `Node ${process.version}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; medians of ${ROUNDS} rounds`,
);
for (const { title, loadFor } of loads) {
  const runs = new Map<string, Figures[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const contender of contenders) runs.get(contender.name)?.push(await measure(contender, loadFor(contender)));
  }
  print(title, runs);
}
rmSync(dir, { recursive: true, force: true });

function print(title: string, runs: ReadonlyMap<string, readonly Figures[]>): void {
  const rows = [...runs].map(([name, figures]) => ({
    name,
    rate: median(figures.map(({ messagesPerSecond }) => messagesPerSecond)),
    cpu: median(figures.map(({ cpuMicrosPerMessage }) => cpuMicrosPerMessage)),
  }));
  const base = rows[0];
  console.log(`\n| ${title} | messages/s | ratio | CPU µs/message | ratio |\n|---|---:|---:|---:|---:|`);
  for (const { name, rate, cpu } of rows) {
    const ratios = [rate / (base?.rate ?? 1), cpu / (base?.cpu ?? 1)].map((ratio) => ratio.toFixed(2));
    console.log(`| ${name} | ${Math.round(rate)} | ${ratios[0]} | ${Math.round(cpu)} | ${ratios[1]} |`);
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
