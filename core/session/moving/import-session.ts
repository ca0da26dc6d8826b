import type { Backend } from "../../backend.ts";
import { quarantine } from "../../quarantine.ts";
import { answerKey, promptKey } from "../../turns/turn.ts";
import { type Decoded, decode, encode } from "../codec.ts";
import { type Envelope, SESSION_PREFIX, sessionKey, userOfKey } from "../envelope.ts";
import { marksOf } from "../marks.ts";
import { Session } from "../session.ts";
import type { MovingSession } from "./moving-session.ts";

export interface ImportOptions {
  /** Whether a session that is stored already gives way in any case. Default: only to a later one. */
  readonly replace?: boolean;
  /** Only says what it would do. Default: false. */
  readonly pretend?: boolean;
}

/** What became of a session on its import. */
export interface Imported {
  readonly outcome: "created" | "replaced" | "kept" | "unchanged";
  /** Why the stored one gave way, or did not. */
  readonly reason?: string;
}

/**
 * Takes a session into a store, beside a bot that may be running on it. Its unfinished turns wait for their buttons.
 *
 * Of two sessions of one user the one that was active later stays, and of those equally late the one that was committed
 * more often. A stored one with unfinished turns stays in any case, because a bot may be working on them, and so does
 * one that a later version wrote; a damaged one is set aside. With `replace` they all give way.
 *
 * @throws {StoreUnavailable}
 */
export async function importSession(
  backend: Backend,
  incoming: MovingSession,
  { replace = false, pretend = false }: ImportOptions = {},
): Promise<Imported> {
  const { userId } = incoming;
  const key = sessionKey(userId);
  const session = new Session(userId, structuredClone(incoming.envelope));
  session.interruptUnfinished();
  for (;;) {
    const raw = await backend.read(key);
    const stored = raw === undefined ? undefined : decode(raw, userId);
    const imported = judge(stored, incoming.envelope, session.envelope, replace);
    if (pretend || imported.outcome === "kept" || imported.outcome === "unchanged") return imported;
    if (raw !== undefined && stored?.state !== "sound") await quarantine(backend, userId, raw);
    const earlier = stored?.state === "sound" ? stored.envelope : undefined;
    // Beyond both, so that whoever must choose between copies of it chooses this one.
    const revision = earlier ? Math.max(earlier.revision, session.envelope.revision) + 1 : session.envelope.revision;
    await keepTexts(backend, incoming, session);
    if (
      !(await backend.compareAndSet(
        key,
        raw,
        encode({ ...session.envelope, revision, user: userId }),
        marksOf(session),
      ))
    )
      continue;
    // Once more: a tool that removes what belongs to no session may have come in between.
    await keepTexts(backend, incoming, session);
    const left = new Set(session.turns.map(({ id }) => id));
    await dropTexts(
      backend,
      (earlier?.turns ?? []).map(({ id }) => id).filter((id) => !left.has(id)),
    );
    return imported;
  }
}

/**
 * Removes a stored session with all that belongs to it; what can't be read is set aside.
 *
 * @returns false if it has changed since it was read.
 * @throws {StoreUnavailable}
 */
export async function removeSession(backend: Backend, userId: number, raw: string): Promise<boolean> {
  const decoded = decode(raw, userId);
  if (decoded.state !== "sound") await quarantine(backend, userId, raw);
  if (!(await backend.compareAndSet(sessionKey(userId), raw, undefined))) return false;
  if (decoded.state === "sound")
    await dropTexts(
      backend,
      decoded.envelope.turns.map(({ id }) => id),
    );
  return true;
}

/** Every stored session of a user who is not among these, with its bytes. */
export async function* sessionsOfOthers(
  backend: Backend,
  users: ReadonlySet<number>,
): AsyncGenerator<readonly [userId: number, raw: string], void, undefined> {
  for await (const [key, raw] of backend.scan(SESSION_PREFIX)) {
    const userId = userOfKey(key);
    if (!users.has(userId)) yield [userId, raw];
  }
}

/** @param whole as it came, @param interrupted as it would be stored. */
function judge(stored: Decoded | undefined, whole: Envelope, interrupted: Envelope, replace: boolean): Imported {
  if (!stored) return { outcome: "created" };
  if (stored.state === "corrupt") return { outcome: "replaced", reason: "the stored one is damaged" };
  if (stored.state === "newer")
    return { outcome: replace ? "replaced" : "kept", reason: "a later version of Holdfast wrote it" };
  const { envelope } = stored;
  if (isSame(envelope, interrupted) || (!replace && isSame(envelope, whole))) return { outcome: "unchanged" };
  if (replace) return { outcome: "replaced" };
  if (envelope.turns.length > 0) return { outcome: "kept", reason: "it has unfinished turns" };
  return isLater(interrupted, envelope)
    ? { outcome: "replaced", reason: "the imported one was active later" }
    : { outcome: "kept", reason: "it was active later" };
}

const isSame = (one: Envelope, other: Envelope) => contentOf(one) === contentOf(other);

const contentOf = ({ session, plugins, turns }: Envelope) => JSON.stringify([session, plugins, turns]);

function isLater(one: Envelope, other: Envelope): boolean {
  const [at, otherAt] = [one.session.lastActive ?? "", other.session.lastActive ?? ""];
  return at === otherAt ? one.revision > other.revision : at > otherAt;
}

async function keepTexts(backend: Backend, { prompts, answers }: MovingSession, { turns }: Session): Promise<void> {
  for (const { id } of turns) {
    const [prompt, answer] = [prompts[id], answers[id]];
    if (prompt !== undefined) await backend.compareAndSet(promptKey(id), undefined, prompt);
    if (answer !== undefined) await backend.compareAndSet(answerKey(id), undefined, answer);
  }
}

async function dropTexts(backend: Backend, turnIds: readonly string[]): Promise<void> {
  for (const key of turnIds.flatMap((id) => [promptKey(id), answerKey(id)])) {
    const text = await backend.read(key);
    if (text !== undefined) await backend.compareAndSet(key, text, undefined);
  }
}
