import { accessSync, constants } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { parseArgsStringToArgv } from "string-argv";
import type { RefinementCtx } from "zod";

export type CommandLine = readonly [program: string, ...args: readonly string[]];

/** Reads the command behind a prefix such as `command:`, in quotes or not; says what is wrong with it in the context. */
export function commandLine(text: string, prefix: string, context: RefinementCtx): CommandLine | undefined {
  const [program, ...args] = parseArgsStringToArgv(text.slice(prefix.length));
  if (program === undefined) {
    context.addIssue(`names no program behind ${prefix}`);
    return undefined;
  }
  if (!isThere(program)) context.addIssue(`names the program ${program}, which is not there`);
  // As a path it is meant from here, wherever it is started.
  return [program.includes("/") ? resolve(program) : program, ...args];
}

export function isThere(program: string): boolean {
  const places = program.includes("/")
    ? [resolve(program)]
    : (process.env.PATH ?? "").split(delimiter).map((place) => join(place, program));
  return places.some((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
