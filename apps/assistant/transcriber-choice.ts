import type { RefinementCtx } from "zod";
import type { Log, Transcriber } from "#core";
import { CommandTranscriber, OpenAiTranscriber, type OpenAiTranscriberOptions, wantsWav } from "#plugins";
import { type CommandLine, commandLine, isThere } from "./command-line.ts";

/** Who turns voice messages into text. */
export type TranscriberChoice =
  | { readonly kind: "none" }
  | { readonly kind: "openai" }
  | { readonly kind: "command"; readonly command: CommandLine };

/** Reads what `TRANSCRIBER` says: `none`, `openai`, or `command:` with a program and its arguments. */
export function transcriberChoice(text: string, context: RefinementCtx): TranscriberChoice {
  if (text === "none" || text === "openai") return { kind: text };
  if (!text.startsWith(COMMAND)) context.addIssue(`is neither none, openai nor ${COMMAND}PROGRAM`);
  const command = text.startsWith(COMMAND) ? commandLine(text, COMMAND, context) : undefined;
  if (!command) return { kind: "none" };
  if (wantsWav(command) && !isThere("ffmpeg")) context.addIssue("has {wav}, which needs ffmpeg, and that is not there");
  return { kind: "command", command };
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
