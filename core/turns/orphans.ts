import { setTimeout as pause } from "node:timers/promises";
import type { Backend } from "../backend.ts";
import { decode } from "../session/codec.ts";
import { SESSION_PREFIX, sessionKey, userOfKey } from "../session/envelope.ts";
import { TURNS_MARK } from "../session/marks.ts";
import { answerKey, keysOf, promptKey, traceKey } from "./turn.ts";

export interface Orphans {
  /** Of prompts and answers whose turn is in no ledger: a handler was killed before its commit, or a runner before tidying. */
  readonly keys: readonly string[];
  /** Why of further ones nobody knows, if there are any: a sentence. */
  readonly undecided?: string;
}

/**
 * Looks for prompts and answers that belong to no session, also while a bot stores new ones: a prompt precedes the commit
 * that names it, so beside a bot this waits until the updates that were at hand are done. Reads all sessions, but only
 * if there is something to suspect.
 *
 * @param patienceMs how long it waits for updates at hand. Default: 10,000.
 * @throws {StoreUnavailable}
 */
export async function findOrphans(backend: Backend, patienceMs = 10_000): Promise<Orphans> {
  const suspects = await keysWithout(backend, await markedTurns(backend));
  if (suspects.length === 0) return { keys: [] };
  if (!(await allCommitted(backend, patienceMs))) return { keys: [], undecided: STILL_AT_WORK };
  const { turnIds, unreadable } = await turnsOfAll(backend);
  if (unreadable !== undefined) {
    return { keys: [], undecided: `The session of user ${unreadable} can't be read, nor what belongs to it.` };
  }
  return { keys: suspects.filter((key) => !turnIds.has(turnOf(key))) };
}

const STILL_AT_WORK = "The bot has not finished the updates at hand; try again later.";
const GRACE_MS = 500;
const LOOK_EVERY_MS = 100;
const PAGE = 500;

const PREFIXES = [promptKey(""), answerKey(""), traceKey("")];
const turnOf = (key: string) => key.slice(key.indexOf(":") + 1);

/** By the index: enough to see that all is well. */
async function markedTurns(backend: Backend): Promise<ReadonlySet<string>> {
  const turnIds = new Set<string>();
  for await (const key of backend.marked(TURNS_MARK)) {
    const raw = await backend.read(sessionKey(userOfKey(key)));
    for (const id of (raw && turnsIn(raw)) || []) turnIds.add(id);
  }
  return turnIds;
}

async function turnsOfAll(backend: Backend) {
  const turnIds = new Set<string>();
  for await (const [key, raw] of backend.scan(SESSION_PREFIX)) {
    const turns = turnsIn(raw);
    if (!turns) return { turnIds, unreadable: userOfKey(key) };
    for (const id of turns) turnIds.add(id);
  }
  return { turnIds, unreadable: undefined };
}

/** @returns undefined if that can't be told. */
function turnsIn(raw: string): readonly string[] | undefined {
  const decoded = decode(raw);
  return decoded.state === "sound" ? decoded.envelope.turns.flatMap(keysOf) : undefined;
}

async function keysWithout(backend: Backend, turnIds: ReadonlySet<string>): Promise<readonly string[]> {
  const keys: string[] = [];
  for (const prefix of PREFIXES) {
    for await (const [key] of backend.scan(prefix)) if (!turnIds.has(turnOf(key))) keys.push(key);
  }
  return keys;
}

/** Waits until whoever stored a prompt by now has committed the turn it belongs to. Without a bot nobody will. */
async function allCommitted(backend: Backend, patienceMs: number): Promise<boolean> {
  const ownership = await backend.own(() => {});
  await ownership?.release();
  if (ownership) return true;
  const deadline = performance.now() + patienceMs;
  // For what is stored outside of an update, and at once committed.
  await pause(GRACE_MS);
  let waiting = await positionsAtHand(backend);
  for (;;) {
    waiting = await stillUnfinished(backend, waiting);
    if (waiting.length === 0) return true;
    if (performance.now() >= deadline) return false;
    await pause(LOOK_EVERY_MS);
  }
}

async function positionsAtHand(backend: Backend): Promise<readonly string[]> {
  const positions: string[] = [];
  for (;;) {
    const page = await backend.log.unfinished(PAGE, positions.at(-1));
    positions.push(...page.map(({ position }) => position));
    if (page.length < PAGE) return positions;
  }
}

async function stillUnfinished(backend: Backend, positions: readonly string[]): Promise<readonly string[]> {
  const still: string[] = [];
  for (let from = 0; from < positions.length; from += PAGE) {
    const page = await backend.log.at(positions.slice(from, from + PAGE));
    still.push(...page.map(({ position }) => position));
  }
  return still;
}
