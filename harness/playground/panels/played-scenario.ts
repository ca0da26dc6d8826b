import { Pulse } from "../../world/pulse.ts";

/** A statement of a scenario. */
export interface ScenarioStep {
  /** Its first and last line in the file, from 1. */
  readonly line: number;
  readonly lastLine: number;
  readonly text: string;
}

export interface PlayedState {
  readonly title: string;
  readonly file: string;
  readonly state: "playing" | "passed" | "failed";
  readonly steps: readonly (ScenarioStep & { readonly state: "done" | "failed" | "not reached" | "unknown" })[];
  /** The line at which it failed. */
  readonly line?: number;
  /** Why it failed: what somebody saw instead, and the calls behind it. */
  readonly report?: string;
}

/** A scenario that is played on the playground's stage: its steps, and where it failed. */
export class PlayedScenario {
  /** Beats when it is over. */
  readonly changed = new Pulse();
  private outcome: { readonly report: string; readonly line?: number } | "passed" | undefined;

  constructor(
    readonly title: string,
    /** As its reader would name it. */
    readonly file: string,
    /** Empty if they can't be told apart. */
    private readonly steps: readonly ScenarioStep[],
  ) {}

  pass(): void {
    this.end("passed");
  }

  /** @param line where in the file; absent if the failure stands nowhere in it, as what an oracle finds at the end. */
  fail(report: string, line?: number): void {
    this.end({ report, ...(line !== undefined && { line }) });
  }

  get state(): PlayedState {
    const { title, file, outcome, steps } = this;
    const failure = typeof outcome === "object" ? outcome : undefined;
    return {
      title,
      file,
      state: failure ? "failed" : (outcome ?? "playing") === "passed" ? "passed" : "playing",
      steps: steps.map((step) => ({ ...step, state: this.stateOf(step) })),
      ...failure,
    };
  }

  private stateOf({ line, lastLine }: ScenarioStep): PlayedState["steps"][number]["state"] {
    const { outcome } = this;
    if (outcome === undefined) return "unknown";
    // Without a line all was done, and what was found is found at the end.
    if (outcome === "passed" || outcome.line === undefined || lastLine < outcome.line) return "done";
    return line <= outcome.line ? "failed" : "not reached";
  }

  private end(outcome: NonNullable<PlayedScenario["outcome"]>): void {
    this.outcome = outcome;
    this.changed.beat();
  }
}
