import type { Contender } from "../contenders.ts";
import { median } from "../statistics.ts";
import type { Figures, Trial } from "../trial.ts";
import type { Comparison } from "../under-load.ts";
import { figure, table } from "./table.ts";

/** One load of a comparison, and what was wrong with the replies of the trials as a whole. */
export function loadTable(comparison: Comparison, load: number): string {
  const header = ["", "messages/s", "ratio", "CPU µs/message", "ratio", "p50 ms", "p99 ms", "replies"];
  const rows = [...comparison].map(([contender, trials]) => {
    const { messagesPerSecond, cpuMicrosPerMessage, p50Ms, p99Ms } = overRounds(trials, load);
    const { rate, cpu } = ratiosOf(comparison, contender, load);
    return [
      contender.name,
      String(Math.round(messagesPerSecond)),
      rate.toFixed(2),
      String(Math.round(cpuMicrosPerMessage)),
      cpu.toFixed(2),
      figure(p50Ms),
      figure(p99Ms),
      repliesOf(trials),
    ];
  });
  return table(header, rows);
}

/** Each figure's median. */
export function overRounds(trials: readonly Trial[], load: number): Figures {
  const over = (figure: keyof Figures) => median(trials.map((trial) => at(trial, load)[figure]));
  return {
    messagesPerSecond: over("messagesPerSecond"),
    cpuMicrosPerMessage: over("cpuMicrosPerMessage"),
    p50Ms: over("p50Ms"),
    p99Ms: over("p99Ms"),
  };
}

/**
 * Compared with the first contender: the median of each round's own ratio, because the two of a round have seen the same
 * machine.
 */
export function ratiosOf(comparison: Comparison, contender: Contender, load: number): { rate: number; cpu: number } {
  const [base = []] = comparison.values();
  const ratio = (figure: keyof Figures) =>
    median(
      (comparison.get(contender) ?? []).map((trial, round) => {
        const compared = at(base[round] ?? base[0], load);
        return at(trial, load)[figure] / compared[figure];
      }),
    );
  return { rate: ratio("messagesPerSecond"), cpu: ratio("cpuMicrosPerMessage") };
}

/** What was wrong with the replies, at its worst; ours would have ended the run. */
export function repliesOf(trials: readonly Trial[]): string {
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

const NOTHING: Figures = {
  messagesPerSecond: Number.NaN,
  cpuMicrosPerMessage: Number.NaN,
  p50Ms: Number.NaN,
  p99Ms: Number.NaN,
};

const at = (trial: Trial | undefined, load: number): Figures => trial?.figures[load] ?? NOTHING;
