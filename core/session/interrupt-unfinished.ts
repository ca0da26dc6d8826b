import type { Backend } from "../backend.ts";
import { decode, encode } from "./codec.ts";
import { userOfKey } from "./envelope.ts";
import { marksOf, TURNS_MARK } from "./marks.ts";
import { Session } from "./session.ts";

/**
 * The bytes of a session that is brought back from elsewhere, such as a backup, as they should be stored: its
 * unfinished turns wait for Retry or Discard, without a receipt being sent. Bytes that are no sound session stay as
 * they are. The revision, too, so that copies can still be told apart by it.
 */
export const interruptUnfinished = (raw: string): string => interrupted(raw)?.raw ?? raw;

/**
 * The same for every session of a store that was brought back as a whole. No bot may be working on it.
 *
 * @returns how many sessions it changed.
 * @throws {StoreUnavailable}
 */
export async function interruptEveryUnfinished(backend: Backend): Promise<number> {
  let count = 0;
  for await (const key of backend.marked(TURNS_MARK)) {
    for (;;) {
      const raw = await backend.read(key);
      const next = raw === undefined ? undefined : interrupted(raw, userOfKey(key));
      if (!next) break;
      if (!(await backend.compareAndSet(key, raw, next.raw, { [TURNS_MARK]: next.turnsMark }))) continue;
      count += 1;
      break;
    }
  }
  return count;
}

/** @returns undefined if there is nothing to change. */
function interrupted(raw: string, userId?: number) {
  const decoded = decode(raw, userId);
  if (decoded.state !== "sound") return undefined;
  const session = new Session(userId ?? 0, decoded.envelope);
  if (!session.interruptUnfinished()) return undefined;
  return { raw: encode(session.envelope), turnsMark: marksOf(session)[TURNS_MARK] };
}
