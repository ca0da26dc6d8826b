import type { Backend, StoredEntry } from "../backend.ts";
import { listQuarantined } from "../quarantine.ts";
import { findOrphans } from "../turns/orphans.ts";
import { promptKey, type Turn } from "../turns/turn.ts";
import { decode } from "./codec.ts";
import { SESSION_PREFIX, sessionKey, userOfKey } from "./envelope.ts";
import { changedMarks, marksOf, noMarks } from "./marks.ts";
import { Session } from "./session.ts";

export interface CheckOptions {
  /** Corrects marks, the one thing that can be computed anew. Default: false, nothing is changed. */
  readonly repair?: boolean;
  /** Told how many further sessions were looked at. */
  readonly progress?: (sessions: number) => void;
}

/** One thing that a check found: wrong, mended on the way, or only worth knowing. */
export interface Finding {
  readonly weight: "wrong" | "mended" | "note";
  /** A sentence. */
  readonly what: string;
  /** What to do about it: a sentence. */
  readonly remedy: string;
}

/**
 * Looks at a store as a whole and at every session in it, beside a bot that may be running.
 *
 * @throws {StoreUnavailable}
 */
export async function* checkStore(
  backend: Backend,
  { repair = false, progress = () => {} }: CheckOptions = {},
): AsyncGenerator<Finding, void, undefined> {
  for await (const what of backend.examine()) yield { weight: "wrong", what, remedy: DAMAGED };
  for await (const keys of pages(backend)) {
    for (const entry of await backend.entriesOf(keys)) yield* checkSession(backend, entry, repair);
    progress(keys.length);
  }
  yield* notes(backend);
}

async function* pages(backend: Backend): AsyncGenerator<readonly string[], void, undefined> {
  let keys: string[] = [];
  for await (const [key] of backend.scan(SESSION_PREFIX)) {
    if (keys.push(key) < PAGE) continue;
    yield keys;
    keys = [];
  }
  if (keys.length > 0) yield keys;
}

async function* checkSession(
  backend: Backend,
  { key, value, marks }: StoredEntry,
  repair: boolean,
): AsyncGenerator<Finding, void, undefined> {
  const userId = userOfKey(key);
  const wrong = (what: string, remedy: string): Finding => ({ weight: "wrong", what, remedy });
  if (sessionKey(userId) !== key) return yield wrong(`The key ${key} names no user.`, BY_NOBODY);
  const decoded = decode(value, userId);
  if (decoded.state === "corrupt")
    return yield wrong(`The session of user ${userId} is damaged: ${decoded.reason}.`, LOST);
  if (decoded.state === "newer")
    return yield wrong(`The session of user ${userId} has format ${decoded.format}, newer than this program.`, NEWER);
  const session = new Session(userId, decoded.envelope);
  const right = marksOf(session);
  const changes = changedMarks({ ...noMarks, ...marks }, right);
  if (changes) {
    const what = `The marks of user ${userId} are wrong, by which the session is found.`;
    const isMended = repair && (await backend.compareAndSet(key, value, value, changes));
    yield isMended ? { weight: "mended" as const, what, remedy: "" } : wrong(what, REPAIRABLE);
  }
  for (const turn of session.turns) {
    if (await lacksPrompt(backend, userId, turn))
      yield wrong(`The text of a request of user ${userId} is gone (turn ${turn.id}).`, TEXT_GONE);
  }
}

/** Whether an unfinished turn has lost its text. One that has ended meanwhile has not. */
async function lacksPrompt(backend: Backend, userId: number, { id, kind }: Turn): Promise<boolean> {
  if (kind !== "prompt" || (await backend.read(promptKey(id))) !== undefined) return false;
  const raw = await backend.read(sessionKey(userId));
  const decoded = raw === undefined ? undefined : decode(raw, userId);
  return decoded?.state === "sound" && decoded.envelope.turns.some((turn) => turn.id === id);
}

async function* notes(backend: Backend): AsyncGenerator<Finding, void, undefined> {
  const { keys, undecided } = await findOrphans(backend);
  const note = (what: string, remedy: string): Finding => ({ weight: "note", what, remedy });
  if (keys.length > 0)
    yield note(
      `Texts of turns that are over or never began: ${keys.length}.`,
      "`holdfast sessions prune` removes them.",
    );
  if (undecided !== undefined) yield note("Whether all texts belong to a session is not known.", undecided);
  let aside = 0;
  for await (const _ of listQuarantined(backend)) aside += 1;
  if (aside > 0)
    yield note(`Damaged copies set aside: ${aside}.`, "`holdfast sessions list --quarantined` shows them.");
}

const PAGE = 200;
const DAMAGED =
  "A bot that runs on it mends it within seconds, another at its next start: what can be read is carried over.";
const BY_NOBODY = "Nobody reads it, so it does no harm.";
const LOST =
  "It is set aside when the user next writes, who then begins anew. To have it back, restore or import an earlier copy.";
const NEWER = "Run the newer version again: it is left untouched until then.";
const REPAIRABLE = "`holdfast sessions check --repair` corrects them.";
const TEXT_GONE = "It can't be answered any more: the user is told so, and sends it again.";
