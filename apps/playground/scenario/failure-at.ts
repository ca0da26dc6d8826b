import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ScenarioStep } from "#harness";

export interface Failure {
  readonly report: string;
  /** Where in the scenario's file; absent if it came about nowhere in it. */
  readonly line?: number;
}

/** What failed, and at which line of its scenario: where the error's stack goes through one of the steps. */
export function failureAt(file: string, steps: readonly ScenarioStep[], error: unknown): Failure {
  if (!(error instanceof Error)) return { report: String(error) };
  const line = lineIn(resolve(file), steps, error.stack ?? "");
  return { report: `${error.name}: ${error.message}`, ...(line !== undefined && { line }) };
}

function lineIn(path: string, steps: readonly ScenarioStep[], stack: string): number | undefined {
  // Without the steps, any line of the file tells more than none.
  const isInSteps = (line: number) =>
    steps.length === 0 || steps.some((step) => step.line <= line && line <= step.lastLine);
  for (const frame of stack.split("\n")) {
    const place = [pathToFileURL(path).href, path].find((one) => frame.includes(`${one}:`));
    if (place === undefined) continue;
    const line = Number.parseInt(frame.slice(frame.indexOf(place) + place.length + 1), 10);
    if (isInSteps(line)) return line;
  }
  return undefined;
}
