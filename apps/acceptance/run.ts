import type { Transcript } from "#harness";
import { NotPlayed } from "./not-played.ts";
import type { AssistantScenario, RunOptions } from "./scenarios/index.ts";

/** What came of one scenario in one column. */
export interface Outcome extends RunOptions {
  readonly title: string;
  readonly state: "passed" | "failed" | "skipped";
  /** What was seen and measured, as far as it came. */
  readonly evidence: readonly string[];
  /** Why it failed, or was skipped. */
  readonly reason?: string;
  readonly ms: number;
  /** What it looked like; absent if it was not played. */
  readonly transcript?: Transcript;
}

/** Plays a scenario in a column. Never rejects: a failure is an outcome. */
export async function play({ title, run }: AssistantScenario, options: RunOptions): Promise<Outcome> {
  const evidence: string[] = [];
  let transcript: Transcript | undefined;
  const begun = performance.now();
  const outcome = (state: Outcome["state"], reason?: string): Outcome => ({
    ...options,
    title,
    state,
    evidence,
    ms: performance.now() - begun,
    ...(reason !== undefined && { reason }),
    ...(transcript && { transcript }),
  });
  try {
    const note = (text: string) => evidence.push(text);
    await run(options, note, (kept) => {
      transcript = kept;
    });
    // A scenario that shows nothing is no evidence.
    return evidence.length > 0 ? outcome("passed") : outcome("failed", "It passed, but left no evidence.");
  } catch (error) {
    if (error instanceof NotPlayed) return outcome("skipped", error.message);
    return outcome("failed", error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}
