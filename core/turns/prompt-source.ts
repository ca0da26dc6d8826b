import type { InlineKeyboard } from "grammy";
import { z } from "zod";
import { CodedError } from "../errors.ts";
import type { TURN_VARIABLE } from "./marked-processes.ts";

/**
 * Brings the text of turns that were accepted before there was one, such as what is said in a voice message. A plugin
 * makes itself known by `turns.addSource`, and accepts such a turn by `turns.submitLater`.
 */
export interface PromptSource {
  /** Unique, and kept with each of its turns: the plugin's name. */
  readonly name: string;

  /**
   * The text. May take long: other turns of the user wait, nobody else does. Asked again after a restart or a Retry.
   *
   * @throws {PromptFailed} to say to the user why; anything else is logged and told as a failure without a reason.
   * Either way the turn waits for Retry or Discard, unless the failure says that it does not pass.
   */
  fetch(turn: AwaitedTurn): Promise<string>;

  /**
   * Shows the text, which is kept now, to the user. Asked again after a restart.
   *
   * @returns "hold" to let the turn wait until it is decided on, by `turns.submitHeld` or `turns.dropHeld`.
   */
  present?(turn: AwaitedTurn, text: string): Promise<"run" | "hold">;

  /** What decides on a turn that is held, for whoever has to say that it holds up others. */
  buttonsFor?(turnId: string): InlineKeyboard;
}

/** A turn whose text is still to come. */
export interface AwaitedTurn {
  readonly id: string;
  readonly userId: number;
  readonly chatId: number;
  readonly threadId: number | undefined;
  /** As they were given to `submitLater`. */
  readonly details: string;
  /** For the environment of processes that work on it: those that outlive a killed bot are ended by the next one. */
  readonly marker: Readonly<Record<typeof TURN_VARIABLE, string>>;
  /** Aborted when the text is no longer wanted. */
  readonly signal: AbortSignal;
}

/** The text can't be had; its message is a sentence for the user. */
export class PromptFailed extends CodedError {
  readonly code = "PROMPT_FAILED";
  readonly hint = "Press Retry, or send it again.";
  /** Whether it may well be had later: only then its user gets Retry and Discard, else the turn ends. Default: true. */
  readonly isPassing: boolean;

  constructor(message: string, { isPassing = true, ...options }: ErrorOptions & { readonly isPassing?: boolean } = {}) {
    super(message, options);
    this.isPassing = isPassing;
  }
}

/** By their names. */
export type PromptSources = ReadonlyMap<string, PromptSource>;

/**
 * What stands in the place of a prompt that is still to come. The mark in front is a character that Telegram lets
 * nobody send, so that a text that has come just before a crash is known as such.
 */
export const awaitedPrompt = (details: string, lead = "") =>
  lead ? `${MARK}${MARK}${JSON.stringify({ lead, details })}` : `${MARK}${details}`;

/** @returns undefined if the text is there. */
export function awaitedIn(prompt: string): { readonly details: string; readonly lead: string } | undefined {
  if (prompt.startsWith(`${MARK}${MARK}`)) return withLead.parse(JSON.parse(prompt.slice(2 * MARK.length)));
  return prompt.startsWith(MARK) ? { details: prompt.slice(MARK.length), lead: "" } : undefined;
}

const MARK = "\u001f";
const withLead = z.object({ details: z.string(), lead: z.string() });
