import { Canaries } from "./canaries.ts";

/** Something that must not happen in any run, whatever the scenario was about. */
export interface Problem {
  readonly oracle: "isolation" | "unknown method" | "not imitated" | "harness failed" | "token in output";
  readonly what: string;
}

/** Watch every run. What they find fails the scenario at its end. */
export class Oracles {
  readonly canaries = new Canaries();
  private readonly found = new Map<string, Problem>();
  private readonly lateChecks: (() => Iterable<Problem>)[] = [];

  report(problem: Problem): void {
    this.found.set(`${problem.oracle}: ${problem.what}`, problem);
  }

  /** Asked only for the verdict. */
  checkAtEnd(check: () => Iterable<Problem>): void {
    this.lateChecks.push(check);
  }

  sent(bot: string, chatId: number, text: () => string): void {
    for (const word of this.canaries.escaped(chatId, text)) {
      this.report({ oracle: "isolation", what: `${bot} sent "${word}", which belongs to others, to chat ${chatId}` });
    }
  }

  problems(): readonly Problem[] {
    for (const check of this.lateChecks) for (const problem of check()) this.report(problem);
    return [...this.found.values()];
  }
}
