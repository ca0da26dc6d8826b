import type { Backend, FinishedEntry, LogEntry, Progress } from "../backend.ts";
import { RUN_KEY } from "../inbox/crash-watch.ts";
import { isSessionKey, sessionKey } from "../session/envelope.ts";
import { isOfTurn } from "../turns/turn.ts";
import { CopyTarget } from "./copy-target.ts";
import { hasEffectsOf, LatestSessions } from "./latest-sessions.ts";
import { userOf, waitingIn } from "./waiting.ts";

export interface Copied {
  readonly entries: number;
  readonly sessions: number;
  /** Updates that were not done with, and wait in the copy. */
  readonly waiting: number;
}

/**
 * Copies all that one store holds into another, which must be empty: sessions, data of plugins, prompts and answers,
 * what was set aside or quarantined, the inbox with its positions. Not the owner's lock, nor the note of the running process.
 *
 * A bot may go on working on `from`. The copy is then a state that a crash could have left: of every update accepted
 * before the copying began, either the effects are in the copy, or it waits in the copy's inbox.
 *
 * @throws {StoreUnavailable} and then `to` holds a part of it.
 */
export async function copyStore(from: Backend, to: Backend, progress: Progress = () => {}): Promise<Copied> {
  const target = new CopyTarget(to);
  const before = await waitingIn(from);
  const latest = new LatestSessions(from, target);
  const others = new Set<string>();
  for await (const keys of pagesOf(from, (key) => key !== RUN_KEY)) {
    const entries = await from.entriesOf(keys);
    await target.put(entries);
    for (const entry of entries) latest.expectTurns(entry);
    for (const key of keys) if (isForAll(key)) others.add(key);
    progress(target.entries, undefined);
  }

  // What was handled meanwhile may have changed what had been read already.
  const waiting = await waitingIn(from);
  for (const entry of before.values()) if (!waiting.has(entry.position)) latest.expect(userOf(entry));
  for await (const keys of pagesOf(from, isForAll)) {
    await target.put(await from.entriesOf(keys));
    for (const key of keys) others.delete(key);
  }
  for (const key of others) if ((await from.read(key)) === undefined) await target.remove(key);
  await latest.copy();
  const held = await heldIn(from, waiting, to);
  await to.log.adopt(held, await from.log.last());
  const left = held.filter((entry) => !("finishedAt" in entry)).length;
  return { entries: target.entries, sessions: target.sessions, waiting: left };
}

/** In the order of positions. An update whose effects have been copied is done with, whatever `from` says of it. */
async function heldIn(from: Backend, waiting: ReadonlyMap<string, LogEntry>, to: Backend) {
  const held: (LogEntry | FinishedEntry)[] = [];
  for (const entry of waiting.values()) {
    const userId = userOf(entry);
    const session = userId === undefined ? undefined : await to.read(sessionKey(userId));
    const { id, position } = entry;
    held.push(hasEffectsOf(entry, session) ? { id, position, finishedAt: Date.now() } : entry);
  }
  for await (const entry of from.log.finished()) if (!waiting.has(entry.position)) held.push(entry);
  return held.sort((one, other) => Number(one.position) - Number(other.position));
}

async function* pagesOf(from: Backend, wanted: (key: string) => boolean): AsyncIterable<string[]> {
  let page: string[] = [];
  for await (const [key] of from.scan("")) {
    if (wanted(key)) page.push(key);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** Neither of a session nor of a turn in it: those are read together. */
const isForAll = (key: string) => key !== RUN_KEY && !isSessionKey(key) && !isOfTurn(key);

const PAGE = 500;
