import type { Transcript } from "#harness";

/** What came of one scenario in one column, as every report needs it. */
export interface Played {
  readonly title: string;
  /** How the bot was run, such as `polling · sqlite`. */
  readonly column: string;
  readonly state: "passed" | "failed" | "skipped";
  /** What was seen and measured, as far as it came. */
  readonly evidence: readonly string[];
  /** Why it failed, or was skipped. */
  readonly reason?: string;
  /** The command that opens the playground where it failed. */
  readonly open?: string;
  readonly ms: number;
  /** Absent if it was not played. */
  readonly transcript?: Transcript;
}

export interface Report {
  /** What was accepted. */
  readonly title: string;
  readonly played: readonly Played[];
  /** The checklist as it was printed. */
  readonly checklist: string;
  readonly summary: string;
  /** In ms since the epoch. */
  readonly at: number;
}

/** Files to write besides what is printed. */
export interface ReportFiles {
  readonly junit?: string | undefined;
  readonly html?: string | undefined;
}
