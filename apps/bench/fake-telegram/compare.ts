import { figure, table } from "../report/table.ts";
import { median } from "../statistics.ts";
import { type CallFigures, measureCalls } from "./measure.ts";
import { PROMISED, SUBJECTS, type Subject } from "./subjects.ts";

/** Each server's figures, one for each round. */
export type CallComparison = ReadonlyMap<Subject, readonly CallFigures[]>;

/** The servers take turns, so that all of them see the same noise of the machine. */
export async function compareCalls(rounds: number, seconds: number, subjects = SUBJECTS): Promise<CallComparison> {
  const found = new Map<Subject, CallFigures[]>(subjects.map((subject) => [subject, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [subject, figures] of found) figures.push(await measureCalls(subject, seconds));
  }
  return found;
}

export function callTable(comparison: CallComparison): string {
  const header = [
    "",
    "calls/s",
    "ratio",
    "CPU µs/call",
    "ratio",
    "calls/s of CPU",
    "p50 ms",
    "p99 ms",
    "peak MB",
    "ready ms",
    "of CPU",
  ];
  const [base = []] = comparison.values();
  const rows = [...comparison].map(([{ name }, rounds]) => {
    const over = (figure: keyof CallFigures) => median(rounds.map((round) => round[figure]));
    const ratio = (figure: keyof CallFigures) =>
      median(rounds.map((round, number) => round[figure] / (base[number]?.[figure] ?? Number.NaN)));
    return [
      name,
      figure(over("callsPerSecond")),
      ratio("callsPerSecond").toFixed(2),
      figure(over("cpuMicrosPerCall")),
      ratio("cpuMicrosPerCall").toFixed(2),
      figure(1e6 / over("cpuMicrosPerCall")),
      figure(over("p50Ms")),
      figure(over("p99Ms")),
      figure(over("peakBytes") / 1e6),
      figure(over("readyMs")),
      figure(over("readyCpuMs")),
    ];
  });
  return table(header, rows);
}

/** What was promised and does not hold, in sentences. Counted in CPU time: other programs may have the core meanwhile. */
export function brokenPromises(comparison: CallComparison): readonly string[] {
  const rounds = comparison.get(PROMISED) ?? [];
  const calls = 1e6 / median(rounds.map(({ cpuMicrosPerCall }) => cpuMicrosPerCall));
  const readyMs = median(rounds.map(({ readyCpuMs }) => readyCpuMs));
  return [
    ...(calls >= 5_000 ? [] : [`It takes ${figure(calls)} calls in a second of CPU time, and promised are 5,000.`]),
    ...(readyMs < 100 ? [] : [`It is ready after ${figure(readyMs)} ms of CPU time, and promised are 100.`]),
  ];
}
