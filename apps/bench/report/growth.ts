import type { Contender } from "../contenders.ts";
import type { Growth } from "../stored-users.ts";
import { plot } from "./plot.ts";
import { figure, table } from "./table.ts";

/** Ratios compare with the smallest store that is not empty; that of the start, with the empty one. */
export function growthTable(growths: ReadonlyMap<Contender, readonly Growth[]>): string {
  const header = ["", "stored users", "CPU µs/message", "ratio", "start ms", "ratio", "peak MB", "bytes/user"];
  const rows = [...growths].flatMap(([{ name }, sizes]) => {
    const empty = sizes.find(({ users }) => users === 0);
    const small = sizes.find(({ users }) => users > 0);
    return sizes.map((size) => [
      name,
      size.users.toLocaleString("en"),
      figure(size.cpuMicrosPerMessage),
      figure(size.cpuMicrosPerMessage / (small?.cpuMicrosPerMessage ?? Number.NaN)),
      figure(size.startMs),
      figure(size.startMs / (empty?.startMs ?? Number.NaN)),
      figure(size.peakBytes / 1e6),
      size.users > 0 ? figure((size.storedBytes - (empty?.storedBytes ?? 0)) / size.users) : "–",
    ]);
  });
  return table(header, rows);
}

export function growthPlot(growths: ReadonlyMap<Contender, readonly Growth[]>): string {
  const series = [...growths].map(([{ name }, sizes]) => ({
    name,
    points: sizes
      .filter(({ users }) => users > 0)
      .map(({ users, cpuMicrosPerMessage }) => ({ x: users, y: cpuMicrosPerMessage })),
  }));
  return plot({ title: "What a message costs", x: "stored users", y: "CPU µs per message" }, series);
}
