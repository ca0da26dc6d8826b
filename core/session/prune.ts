import type { Backend } from "../backend.ts";
import { quarantinedBefore } from "../quarantine.ts";
import { findOrphans } from "../turns/orphans.ts";
import { openSessions } from "./open-sessions.ts";

export interface PruneOptions {
  /** What was last used before this is removed, in ms since the epoch. */
  readonly before: number;
  /** Only says what it would remove. Default: false. */
  readonly pretend?: boolean;
}

/** One thing that was removed, or was to be and stays. */
export type Pruned =
  | { readonly what: "session"; readonly userId: number; readonly lastActive: string }
  /** It has unfinished turns. */
  | { readonly what: "busy"; readonly userId: number }
  /** Damaged bytes that were set aside. */
  | { readonly what: "quarantined"; readonly key: string }
  /** A prompt or an answer that belongs to no session any more. */
  | { readonly what: "orphan"; readonly key: string }
  /** Whether there are orphans could not be told: a sentence. */
  | { readonly what: "undecided"; readonly reason: string };

/**
 * Removes sessions that have been inactive, damaged bytes set aside as long ago, and prompts and answers that belong to
 * no session. Users with unfinished turns stay, and so does whoever comes back meanwhile. Safe beside a bot that is
 * running. Finds all by indexes, so that it costs what it removes; only orphans make it read all sessions.
 *
 * What plugins keep under keys of their own is theirs to remove.
 *
 * @throws {StoreUnavailable}
 */
export async function* prune(
  backend: Backend,
  { before, pretend = false }: PruneOptions,
): AsyncGenerator<Pruned, void, undefined> {
  const sessions = openSessions(backend);
  for await (const session of sessions.inactiveSince(before, { busy: true })) {
    const { userId, lastActive = "" } = session;
    if (session.turns.length > 0) yield { what: "busy", userId };
    else if (pretend || (await sessions.delete(session))) yield { what: "session", userId, lastActive };
  }
  for await (const { key, raw } of quarantinedBefore(backend, before)) {
    if (pretend || (await backend.compareAndSet(key, raw, undefined))) yield { what: "quarantined", key };
  }
  const { keys, undecided } = await findOrphans(backend);
  for (const key of keys) {
    const text = await backend.read(key);
    if (text === undefined) continue;
    if (pretend || (await backend.compareAndSet(key, text, undefined))) yield { what: "orphan", key };
  }
  if (undecided !== undefined) yield { what: "undecided", reason: undecided };
}
