import { median } from "../statistics.ts";
import type { Figures, Trial } from "../trial.ts";
import type { Comparison } from "../under-load.ts";
import { figure, table } from "./table.ts";

/**
 * One load of a comparison. A ratio is the median of each round's own ratio to the first contender: the two of a round
 * have seen the same machine.
 */
export function loadTable(comparison: Comparison, load: number): string {
  const [first] = comparison.keys();
  const base = (first && comparison.get(first)) ?? [];
  const header = ["", "messages/s", "ratio", "CPU µs/message", "ratio", "p50 ms", "p99 ms", "replies"];
  const rows = [...comparison].map(([contender, trials]) => {
    const over = (pick: (figures: Figures) => number) => median(trials.map(({ figures }) => pick(at(figures, load))));
    const ratio = (pick: (figures: Figures) => number) =>
      median(
        trials.map(({ figures }, round) => pick(at(figures, load)) / pick(at((base[round] ?? base[0])?.figures, load))),
      );
    const rate = ({ messagesPerSecond }: Figures) => messagesPerSecond;
    const cpu = ({ cpuMicrosPerMessage }: Figures) => cpuMicrosPerMessage;
    return [
      contender.name,
      String(Math.round(over(rate))),
      ratio(rate).toFixed(2),
      String(Math.round(over(cpu))),
      ratio(cpu).toFixed(2),
      figure(over(({ p50Ms }) => p50Ms)),
      figure(over(({ p99Ms }) => p99Ms)),
      replies(trials),
    ];
  });
  return table(header, rows);
}

const NOTHING: Figures = {
  messagesPerSecond: Number.NaN,
  cpuMicrosPerMessage: Number.NaN,
  p50Ms: Number.NaN,
  p99Ms: Number.NaN,
};

const at = (figures: readonly Figures[] | undefined, load: number): Figures => figures?.[load] ?? NOTHING;

/** What was wrong with the replies of the whole trial, at its worst; ours would have ended the run. */
function replies(trials: readonly Trial[]): string {
  const most = (pick: (trial: Trial) => number) => Math.max(...trials.map(pick));
  const faults = [
    [most(({ verdict }) => verdict.outOfOrder), "out of order"],
    [most(({ verdict }) => verdict.wrong), "wrong"],
    [most(({ verdict }) => verdict.unanswered), "missing"],
  ] as const;
  const found = faults.filter(([count]) => count > 0).map(([count, fault]) => `${count} ${fault}`);
  const replied = Math.round(median(trials.map(({ verdict }) => verdict.replies)));
  return found.length > 0 ? `${found.join(", ")} of ${replied}` : "in order";
}
