import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** What the figures were measured on: without it they say little. */
export function environment(rounds: number): string {
  const machine = `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, ${gibibytes(totalmem())} GiB`;
  const busy = `load average ${loadavg()[0]?.toFixed(1)} before the start`;
  return `Node ${process.version}, ${machine}, ${busy}; ${date()}; medians of ${rounds} rounds.`;
}

const gibibytes = (bytes: number) => Math.round(bytes / 2 ** 30);
const date = () => new Date().toISOString().slice(0, 10);
