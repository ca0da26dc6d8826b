import type { InlineKeyboard } from "grammy";
import { lineButtonsFor } from "./line-buttons.ts";
import type { PromptSources } from "./prompt-source.ts";
import { buttonsFor } from "./receipt.ts";
import type { Turn } from "./turn.ts";

/** Where a turn stands in its user's line. */
export interface Standing {
  /** How many turns of the same user come first. */
  readonly ahead: number;
  /**
   * One of them was interrupted and holds up the rest: the buttons that decide on it, to be sent along, because
   * the receipt that had them may be far above or deleted.
   */
  readonly blockedBy: InlineKeyboard | undefined;
  /** One of them is held, and the user has to decide on it: the buttons for that, likewise. */
  readonly heldBy?: InlineKeyboard;
  /** What can be done as long as it waits: take it back, or send it now. */
  readonly waits: InlineKeyboard;
}

/** @param ahead the turns before it. */
export function standingBehind(ahead: readonly Turn[], turnId: string, sources: PromptSources): Standing {
  const interrupted = ahead.find(({ state }) => state === "interrupted");
  const held = ahead.find((turn) => turn.held);
  return {
    ahead: ahead.length,
    blockedBy: interrupted && buttonsFor(interrupted),
    heldBy: held && sources.get(held.awaits ?? "")?.buttonsFor?.(held.id),
    waits: lineButtonsFor(turnId),
  };
}

/** What its user is told of that, and may do about it. */
export function wordsFor({ ahead, blockedBy, heldBy, waits }: Standing): {
  readonly text: string;
  readonly buttons: InlineKeyboard;
} {
  const queued = ahead === 0 ? "⏳ Queued: next." : `⏳ Queued: ${ahead} ahead.`;
  if (blockedBy) {
    return {
      text: `${queued} An interrupted one holds them up: first press Retry or Discard.`,
      buttons: blockedBy,
    };
  }
  if (heldBy) return { text: `${queued} One of them waits for your decision.`, buttons: heldBy };
  return { text: queued, buttons: waits };
}
