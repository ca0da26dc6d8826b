import { z } from "zod";
import type { Backend } from "../../backend.ts";
import { CodedError } from "../../errors.ts";
import { decode } from "../codec.ts";
import { ENVELOPE_FORMAT, SESSION_PREFIX, userOfKey } from "../envelope.ts";
import { isIntact, sealed } from "../sealed.ts";
import { collect, type MovingSession, movingSessionSchema } from "./moving-session.ts";

/** The version of the file. A later one is refused. */
const FILE_VERSION = 1;

/** What a session file begins with, by which it is recognised. */
export const SESSION_FILE_BEGINS = '{"holdfast":"sessions"';

/**
 * Every session of a store as the lines of a session file: a header, one line for each user, and an end that says how
 * many there were. Each line is JSON whose last field is a checksum over the rest of it.
 *
 * @param leftOut told of each session that can't be read, and so is not in the file.
 * @throws {StoreUnavailable}
 */
export async function* exportSessions(
  backend: Backend,
  leftOut: (userId: number, reason: string) => void,
): AsyncGenerator<string, void, undefined> {
  yield sealed({ holdfast: "sessions", version: FILE_VERSION, exportedAt: new Date().toISOString() });
  let count = 0;
  for await (const [key, raw] of backend.scan(SESSION_PREFIX)) {
    const userId = userOfKey(key);
    const decoded = decode(raw, userId);
    if (decoded.state === "corrupt") leftOut(userId, `damaged: ${decoded.reason}`);
    if (decoded.state === "newer") leftOut(userId, `written in format ${decoded.format}, newer than this program`);
    const session = await collect(backend, userId, raw);
    if (!session) continue;
    count += 1;
    yield sealed(session);
  }
  yield sealed({ end: true, sessions: count });
}

/** A file of sessions can't be taken in. Nothing of it was. */
export class SessionFileInvalid extends CodedError {
  readonly code = "SESSION_FILE_INVALID";
  constructor(
    message: string,
    readonly hint = "Nothing was imported. Export it again, or take an older file.",
  ) {
    super(message);
  }
}

/**
 * Reads the lines of a session file, checking each.
 *
 * @param name of the file, for errors.
 * @throws {SessionFileInvalid} naming the first line that is wrong; also at the end of a file that was cut short.
 */
export async function* readSessionFile(
  lines: AsyncIterable<string> | Iterable<string>,
  name: string,
): AsyncGenerator<MovingSession, void, undefined> {
  const lineOfUser = new Map<number, number>();
  let number = 0;
  let ended = false;
  for await (const line of lines) {
    number += 1;
    const wrong = (what: string, hint?: string) => new SessionFileInvalid(`Line ${number} of ${name} ${what}.`, hint);
    const parsed = parse(line);
    if (number === 1) {
      checkHeader(parsed, line, name);
      continue;
    }
    if (parsed === undefined) throw wrong("is torn");
    if (!isIntact(line)) throw wrong("is damaged: its checksum is wrong");
    if (ended) throw wrong("stands behind the end");
    const end = endSchema.safeParse(parsed);
    if (end.success) {
      ended = true;
      if (end.data.sessions !== lineOfUser.size)
        throw wrong(`counts ${end.data.sessions} sessions, and the file has ${lineOfUser.size}`);
      continue;
    }
    const session = movingSessionSchema.safeParse(parsed);
    if (!session.success) {
      const newer = newerFormat.safeParse(parsed);
      if (newer.success)
        throw wrong(`holds a session in format ${newer.data.envelope.format}, newer than this program`, NEWER_HINT);
      throw wrong(`is no session: ${session.error.issues.map(({ path }) => path.join(".")).join(", ")}`);
    }
    const { userId, envelope } = session.data;
    if (envelope.user !== undefined && envelope.user !== userId)
      throw wrong(`gives user ${userId} the session of user ${envelope.user}`);
    const other = lineOfUser.get(userId);
    if (other !== undefined) throw wrong(`is about user ${userId}, as line ${other} is`);
    lineOfUser.set(userId, number);
    yield session.data;
  }
  if (!ended) throw new SessionFileInvalid(`${name} was cut short: its last line is missing.`);
}

function checkHeader(parsed: unknown, line: string, name: string): void {
  const header = headerSchema.safeParse(parsed);
  if (!header.success)
    throw new SessionFileInvalid(`${name} is no file of sessions.`, "Nothing was imported. Is it the right file?");
  if (header.data.version > FILE_VERSION)
    throw new SessionFileInvalid(`${name} was written by a later version of Holdfast.`, NEWER_HINT);
  if (!isIntact(line)) throw new SessionFileInvalid(`Line 1 of ${name} is damaged: its checksum is wrong.`);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const headerSchema = z.object({ holdfast: z.literal("sessions"), version: z.int() });
const endSchema = z.object({ end: z.literal(true), sessions: z.int() });
const newerFormat = z.object({ envelope: z.object({ format: z.int().gt(ENVELOPE_FORMAT) }) });
const NEWER_HINT = "Nothing was imported. Import it with that version.";
