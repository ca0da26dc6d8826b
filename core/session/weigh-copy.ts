import type { MarkChanges } from "../backend.ts";
import { answerKey, promptKey } from "../turns/turn.ts";
import { decode } from "./codec.ts";
import { SESSION_PREFIX, sessionKey, userOfKey } from "./envelope.ts";
import { marksOf } from "./marks.ts";
import { Session } from "./session.ts";

/** What a copy of a stored value is worth to a store that has lost its order and finds several of them. */
export interface CopyWeight {
  /** The key it belongs to: not the one it was found under, when that one was damaged and the copy itself knows better. */
  readonly key: string;
  /** Whether it is a user's session, or damage where one should be. */
  readonly isSession: boolean;
  /** Whether it is whole. Of what carries no checksum, nothing else is known. */
  readonly sound: boolean;
  /** Which of two sound copies is the later one: higher is later. */
  readonly revision: number;
  /** The marks it should have, where they follow from it. */
  readonly marks: MarkChanges | undefined;
  /** Keys of what its unfinished turns need beside it. */
  readonly needs: readonly string[];
}

/** Judges a copy by nothing but itself. */
export function weighCopy(key: string, value: string): CopyWeight {
  const underSessionKey = key.startsWith(SESSION_PREFIX);
  // What was set aside as damage may well be somebody's sound session, and must stay aside.
  if (!underSessionKey && (key.startsWith(QUARANTINE_PREFIX) || !value.startsWith(ENVELOPE_BEGINS))) return other(key);
  const decoded = decode(value);
  if (decoded.state === "corrupt")
    return underSessionKey ? { ...other(key), isSession: true, sound: false } : other(key);
  if (decoded.state === "newer") return { ...other(key), isSession: underSessionKey };
  const { envelope } = decoded;
  if (envelope.user === undefined && !underSessionKey) return other(key);
  const userId = envelope.user ?? userOfKey(key);
  const marks = marksOf(new Session(userId, envelope));
  const needs = envelope.turns.flatMap(({ id }) => [promptKey(id), answerKey(id)]);
  return { key: sessionKey(userId), isSession: true, sound: true, revision: envelope.revision, marks, needs };
}

const other = (key: string): CopyWeight => ({
  key,
  isSession: false,
  sound: true,
  revision: 0,
  marks: undefined,
  needs: [],
});

const QUARANTINE_PREFIX = "quarantine:";
const ENVELOPE_BEGINS = '{"format":';
