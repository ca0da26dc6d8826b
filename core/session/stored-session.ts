import type { Backend } from "../backend.ts";
import { StoreUnavailable } from "../errors.ts";
import type { Log } from "../log.ts";
import { quarantine } from "../quarantine.ts";
import { keysOf } from "../turns/turn.ts";
import { upgraded } from "../versioned.ts";
import type { Workspaces } from "../workspaces/workspaces.ts";
import { conversationsOf } from "./dropped-conversations.ts";
import { emptyEnvelope, sessionKey } from "./envelope.ts";
import { type Marks, marksOf, noMarks } from "./marks.ts";
import type { OwnBytes } from "./own-bytes.ts";
import { isSessionId, Session } from "./session.ts";
import type { Slice } from "./slice.ts";

/** A session with the bytes it was read from, which its compare-and-set names. */
export interface Loaded {
  readonly session: Session;
  /** undefined: absent. */
  readonly raw: string | undefined;
  /** The marks it was stored with. */
  readonly marks: Marks;
  /** The turns in its ledger as it was read. */
  readonly turnIds: readonly string[];
  /** The conversations it named as it was read. */
  readonly conversationIds: readonly string[];
}

export interface Repairs {
  readonly backend: Backend;
  readonly log: Log;
  /** Where users work. Default: as stored, and a new one in the specification's `/workspace`. */
  readonly workspaces?: Workspaces;
  /** Slices of the plugins that are loaded. */
  readonly slices: readonly Slice<unknown>[];
  /** Tells the user that the session was damaged and set aside. */
  readonly tellDamaged: (userId: number) => Promise<void>;
}

/**
 * Reads a session for use: absent is an empty one; damage is set aside first, with its user told.
 *
 * @throws {StoreUnavailable} also for a newer format, which stays untouched.
 */
export async function loadSession(userId: number, repairs: Repairs, own: OwnBytes): Promise<Loaded> {
  const { backend, log } = repairs;
  const key = sessionKey(userId);
  const raw = await backend.read(key);
  if (raw === undefined)
    return {
      raw,
      session: new Session(userId, emptyEnvelope(repairs.workspaces?.homeOf(userId))),
      marks: noMarks,
      turnIds: [],
      conversationIds: [],
    };
  const decoded = own.decode(raw, userId);
  if (decoded.state === "newer") throw newerFormat(backend, decoded.format);
  if (decoded.state === "corrupt") {
    // To remove it here might remove it where it belongs.
    if (decoded.misplaced && (await backend.distrust(key))) return loadSession(userId, repairs, own);
    const kept = await quarantine(backend, userId, raw);
    log.error("damaged session set aside", { userId, reason: decoded.reason, kept });
    await repairs.tellDamaged(userId);
    await backend.compareAndSet(key, raw, undefined);
    return loadSession(userId, repairs, own);
  }
  const session = new Session(userId, decoded.envelope);
  const marks = marksOf(session);
  const turnIds = session.turns.flatMap(keysOf);
  const conversationIds = conversationsOf(session);
  dropInvalidId(session, log);
  moveHome(session, repairs.workspaces);
  for (const slice of repairs.slices) await upgradeSlice(session, slice, repairs);
  return { raw, session, marks, turnIds, conversationIds };
}

export const newerFormat = (backend: Backend, format: number) =>
  new StoreUnavailable(
    backend.name,
    `holds this session in format ${format}, newer than this program`,
    undefined,
    "Run the newer version again; nothing was changed.",
  );

/** An invalid stored id is replaced on the next turn; nothing else of the session is lost. */
function dropInvalidId(session: Session, log: Log): void {
  if (!session.id || isSessionId(session.id, session.userId)) return;
  log.warn("invalid session id dropped", { userId: session.userId });
  session.envelope.session.claudeSessionId = null;
}

/** Of a time when all worked in one directory, under which each has one by now. */
function moveHome(session: Session, workspaces: Workspaces | undefined): void {
  if (workspaces?.perUser && session.workspacePath === workspaces.root) {
    session.envelope.session.workspacePath = workspaces.homeOf(session.userId);
  }
}

async function upgradeSlice(session: Session, slice: Slice<unknown>, { backend, log }: Repairs): Promise<void> {
  const stored = session.envelope.plugins[slice.name];
  if (!stored || stored.version > slice.version) return;
  try {
    session.envelope.plugins[slice.name] = { version: slice.version, data: upgraded(slice, stored) };
  } catch (error) {
    const kept = await quarantine(backend, session.userId, JSON.stringify(stored));
    log.error("damaged slice set aside", { userId: session.userId, plugin: slice.name, kept, error });
    delete session.envelope.plugins[slice.name];
    session.changed = true;
  }
}

/** A copy that can be changed without touching what others hold. */
export const copySession = (session: Session): Session =>
  new Session(session.userId, structuredClone(session.envelope));
