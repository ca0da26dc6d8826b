import type { Comparison } from "../under-load.ts";
import { overRounds, ratiosOf, repliesOf } from "./load-table.ts";
import { figure, table } from "./table.ts";

/** One load of a comparison. */
export interface Excerpt {
  readonly comparison: Comparison;
  readonly load: number;
}

/** What the README shows: all contenders under a load without latency, beside one with it. */
export function summary(without: Excerpt, latency: Excerpt): string {
  const header = ["", "messages/s", "ratio", "CPU µs", "ratio", "messages/s ◷", "p50 ms ◷", "p99 ms ◷", "replies"];
  const rows = [...without.comparison].map(([contender, trials]) => {
    const plain = overRounds(trials, without.load);
    const slow = latency.comparison.get(contender) ?? [];
    const slowly = overRounds(slow, latency.load);
    const { rate, cpu } = ratiosOf(without.comparison, contender, without.load);
    return [
      contender.name,
      String(Math.round(plain.messagesPerSecond)),
      rate.toFixed(2),
      String(Math.round(plain.cpuMicrosPerMessage)),
      cpu.toFixed(2),
      String(Math.round(slowly.messagesPerSecond)),
      figure(slowly.p50Ms),
      figure(slowly.p99Ms),
      repliesOf(slow),
    ];
  });
  return table(header, rows);
}
