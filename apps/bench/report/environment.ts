import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/**
 * What the figures were measured on: without it they say little.
 * @param rounds of which they are the medians, if it was measured in rounds.
 */
export function environment(rounds?: number): string {
  const machine = `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, ${gibibytes(totalmem())} GiB`;
  const busy = `load average ${loadavg()[0]?.toFixed(1)} before the start`;
  const what = rounds === undefined ? "" : `; medians of ${rounds} rounds`;
  return `Node ${process.version}, ${machine}, ${busy}; ${date()}${what}.`;
}

const gibibytes = (bytes: number) => Math.round(bytes / 2 ** 30);
const date = () => new Date().toISOString().slice(0, 10);
