import type { Decision } from "./approvals/approval.ts";
import type { Asked } from "./approvals/asked.ts";
import type { Gathering } from "./gathering.ts";
import type { Turn, TurnKind } from "./turn.ts";

/** What is known of a turn when it is accepted; the session it belongs to comes from the ledger's owner. */
export interface NewTurn {
  readonly id: string;
  readonly kind: TurnKind;
  readonly chatId: number;
  readonly threadId?: number;
  readonly messageIds?: number[];
  readonly gathers?: Gathering;
  /** Which source brings its text later. Default: it has one. */
  readonly awaits?: string;
}

/** Where it was asked, and no more of it. */
export const bare = ({ id, chatId, threadId }: Omit<NewTurn, "kind">) => ({ id, chatId, threadId });

/** How many turns were ended before their time. */
export interface Dropped {
  readonly running: number;
  /** Those that waited: for others, or for a button. */
  readonly queued: number;
}

/**
 * Only the oldest turn may start, so a user's turns run one at a time and in order. True also when it was running
 * already: the store may have written a first try whose success it could not report.
 */
export function startTurn(turns: Turn[], id: string): boolean {
  return turns[0]?.id === id && (turns[0].state === "running" || move(turns, id, "queued", "running"));
}

/** True also when it was answered already, as with `startTurn`. */
export const answerTurn = (turns: Turn[], id: string) =>
  move(turns, id, "running", "answered") || turns.some((turn) => turn.id === id && turn.state === "answered");

/** `told` is whether the user has the receipt with its buttons. */
export function interruptTurn(turns: Turn[], id: string, told: boolean): boolean {
  const turn = turns.find((each) => each.id === id && (each.state === "running" || each.state === "interrupted"));
  if (turn) Object.assign(turn, { state: "interrupted", receipt: told });
  return turn !== undefined;
}

/**
 * What becomes of a ledger that was brought back from elsewhere, from a backup or another store: nothing of it may run
 * by itself. Prompts wait for their buttons, which the user gets with the next message instead of a receipt out of the
 * blue; those behind the first get their receipt when it is their turn. Compactions are dropped: they have changed nothing.
 *
 * @returns whether anything differs.
 */
export function interruptAll(turns: Turn[]): boolean {
  const before = JSON.stringify(turns);
  const prompts = turns.filter(({ kind }) => kind === "prompt");
  turns.splice(0, turns.length, ...prompts);
  for (const [index, turn] of turns.entries()) Object.assign(turn, { state: "interrupted", receipt: index === 0 });
  // Elsewhere it may be another message.
  for (const turn of turns) delete turn.notice;
  return JSON.stringify(turns) !== before;
}

/** What the user had to decide is asked again, and so is what it wanted permission for. */
export function retryTurn(turns: Turn[], id: string, sessionId: string | undefined): boolean {
  const isOurs = turns.some((turn) => turn.id === id && turn.sessionId === sessionId);
  if (!isOurs || !move(turns, id, "interrupted", "queued")) return false;
  for (const turn of turns) {
    if (turn.id !== id) continue;
    delete turn.held;
    delete turn.asks;
  }
  return true;
}

/** The text that it waits for is there: it may run. */
export function releaseTurn(turns: Turn[], id: string): boolean {
  const turn = turns.find((each) => each.id === id && each.awaits !== undefined);
  if (turn?.state !== "queued") return false;
  delete turn.awaits;
  delete turn.held;
  return true;
}

/** The text that it waits for is there, and the user decides whether it may run. */
export function holdTurn(turns: Turn[], id: string): boolean {
  const turn = turns.find((each) => each.id === id && each.awaits !== undefined && each.state === "queued");
  if (turn) turn.held = true;
  return turn !== undefined;
}

/** The text that it waits for can't be had now: it waits for its button. */
export function interruptAwaited(turns: Turn[], id: string): boolean {
  if (!turns.some((turn) => turn.id === id && turn.awaits !== undefined)) return false;
  return move(turns, id, "queued", "interrupted");
}

/**
 * Notes what a turn that runs asks permission for, once: as with `startTurn`, a first try may be stored. What was
 * decided before is done with.
 *
 * @returns false if it is gone.
 */
export function askFor(turns: Turn[], id: string, asked: Asked): boolean {
  const turn = turns.find((each) => each.id === id && each.state === "running");
  if (!turn) return false;
  const { asks = [] } = turn;
  if (!asks.some((each) => each.id === asked.id)) turn.asks = [...asks.filter(({ decision }) => !decision), asked];
  return true;
}

/** Notes what its user has said to a request, the first time. */
export function decide(turns: Turn[], askId: string, decision: Decision): { turn: Turn; asked: Asked } | undefined {
  for (const turn of turns) {
    const asked = turn.asks?.find(({ id, decision }) => id === askId && !decision);
    if (asked) return { turn, asked: Object.assign(asked, { decision }) };
  }
  return undefined;
}

/** A further message belongs to a turn that has not begun. */
export function joinTurn(turns: Turn[], id: string, part: NewTurn): boolean {
  const turn = turns.find((each) => each.id === id && each.state === "queued" && each.gathers);
  if (!turn) return false;
  turn.messageIds = [...new Set([...(turn.messageIds ?? []), ...(part.messageIds ?? [])])];
  turn.spare = [...(turn.spare ?? []), part.id];
  turn.gathers = part.gathers;
  return true;
}

/** Notes which message tells where it stands in the line. */
export function noteNotice(turns: Turn[], id: string, notice: Turn["notice"]): boolean {
  const turn = turns.find((each) => each.id === id);
  if (turn) turn.notice = notice;
  return turn !== undefined;
}

/** Takes a turn that has ended out of the ledger. */
export function removeTurn(turns: Turn[], id: string): boolean {
  const index = turns.findIndex((turn) => turn.id === id);
  if (index >= 0) turns.splice(index, 1);
  return index >= 0;
}

/** Takes the turn that runs out, or whose text is being brought, because the user wants it no more. */
export const stopTurn = (turns: Turn[]): Turn | undefined => {
  const isBrought = turns[0]?.state === "queued" && turns[0].awaits !== undefined && !turns[0].held;
  return isBrought ? turns.shift() : stopRunning(turns);
};

const stopRunning = (turns: Turn[]): Turn | undefined => (turns[0]?.state === "running" ? turns.shift() : undefined);

/** Takes a turn out that has not begun. */
export const cancelTurn = (turns: Turn[], id: string): boolean =>
  turns.some((turn) => turn.id === id && turn.state === "queued") && removeTurn(turns, id);

/** Puts a turn that has not begun before all others, and stops the one that runs. @returns false if it has begun. */
export function hurryTurn(turns: Turn[], id: string): boolean {
  const index = turns.findIndex((turn) => turn.id === id && turn.state === "queued");
  const [turn] = index < 0 ? [] : turns.splice(index, 1);
  if (!turn) return false;
  // The press has changed it, and nothing more is to be said there.
  delete turn.notice;
  // It has its text, and to send it is the decision that it is held for.
  if (turn.held) {
    delete turn.awaits;
    delete turn.held;
  }
  stopRunning(turns);
  // What is answered is about to be delivered.
  turns.splice(turns[0]?.state === "answered" ? 1 : 0, 0, turn);
  return true;
}

export function dropTurns(turns: Turn[]): Dropped {
  const dropped = turns.splice(0);
  const running = dropped.filter(({ state }) => state === "running" || state === "answered").length;
  return { running, queued: dropped.length - running };
}

/** Prompts accepted behind the entry at `index`. */
export const promptsAfter = (turns: readonly Turn[], index: number) =>
  turns.slice(index + 1).filter((turn) => turn.kind === "prompt").length;

/** Where the last compaction that is still to come stands in the line, or -1. */
export const pendingCompaction = (turns: readonly Turn[]) =>
  turns.findLastIndex(({ kind, state }) => kind !== "prompt" && (state === "queued" || state === "running"));

function move(turns: Turn[], id: string, from: Turn["state"], to: Turn["state"]): boolean {
  const turn = turns.find((each) => each.id === id && each.state === from);
  if (turn) turn.state = to;
  return turn !== undefined;
}
