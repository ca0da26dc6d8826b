import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { parseArgsStringToArgv } from "string-argv";
import type { RefinementCtx } from "zod";
import type { Log, Transcriber } from "#core";
import { CommandTranscriber, OpenAiTranscriber, type OpenAiTranscriberOptions, wantsWav } from "#plugins";

/** Who turns voice messages into text. */
export type TranscriberChoice =
  | { readonly kind: "none" }
  | { readonly kind: "openai" }
  | { readonly kind: "command"; readonly command: readonly [program: string, ...args: readonly string[]] };

/** Reads what `TRANSCRIBER` says: `none`, `openai`, or `command:` with a program and its arguments. */
export function transcriberChoice(text: string, context: RefinementCtx): TranscriberChoice {
  if (text === "none" || text === "openai") return { kind: text };
  const [program, ...args] = text.startsWith(COMMAND) ? parseArgsStringToArgv(text.slice(COMMAND.length)) : [];
  if (program === undefined) {
    const issue = text.startsWith(COMMAND)
      ? "names no program behind command:"
      : `is neither none, openai nor ${COMMAND}PROGRAM`;
    context.addIssue(issue);
    return { kind: "none" };
  }
  if (!isThere(program)) context.addIssue(`names the program ${program}, which is not there`);
  if (wantsWav(args) && !isThere("ffmpeg")) context.addIssue("has {wav}, which needs ffmpeg, and that is not there");
  return { kind: "command", command: [program, ...args] };
}

/** @returns undefined if there is none: then users are told so. */
export function transcriberOf(
  choice: TranscriberChoice,
  openai: OpenAiTranscriberOptions,
  environment: NodeJS.ProcessEnv,
  log: Log,
): Transcriber | undefined {
  if (choice.kind === "openai") return new OpenAiTranscriber(openai);
  return choice.kind === "command" ? new CommandTranscriber({ command: choice.command, environment, log }) : undefined;
}

/** Whose transcriptions cost money, and so want a key. */
export const OPENAI_URL = "https://api.openai.com/v1";

const COMMAND = "command:";

function isThere(program: string): boolean {
  const isPath = isAbsolute(program) || program.includes("/");
  const places = isPath
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
