import { createHash } from "node:crypto";
import type { Backend } from "./backend.ts";

const PREFIX = "quarantine:";
/** By when it was set aside, in ms since the epoch. */
const ASIDE_MARK = "quarantined";

/**
 * Keeps damaged bytes under a key that names their content, so that the same damage is kept once.
 *
 * @param owner whose bytes they are: a user's id, or a key.
 * @param now in ms since the epoch.
 */
export async function quarantine(
  backend: Backend,
  owner: number | string,
  raw: string,
  now = Date.now(),
): Promise<string> {
  const key = `${PREFIX}${owner}:${createHash("sha256").update(raw).digest("hex").slice(0, 12)}`;
  await backend.compareAndSet(key, undefined, raw, { [ASIDE_MARK]: now });
  return key;
}

/** Damaged bytes that were set aside. */
export interface Quarantined {
  readonly key: string;
  /** Whose they were: a user's id, or a key. */
  readonly owner: string;
  readonly raw: string;
}

/** All that was set aside because it was damaged. */
export async function* listQuarantined(backend: Backend): AsyncGenerator<Quarantined, void, undefined> {
  for await (const [key, raw] of backend.scan(PREFIX)) yield asQuarantined(key, raw);
}

/** What was set aside before `time` (ms since the epoch), oldest first; costs what it yields. */
export async function* quarantinedBefore(backend: Backend, time: number): AsyncGenerator<Quarantined, void, undefined> {
  for await (const key of backend.marked(ASIDE_MARK, time)) {
    const raw = await backend.read(key);
    if (raw !== undefined) yield asQuarantined(key, raw);
  }
}

const asQuarantined = (key: string, raw: string): Quarantined => ({
  key,
  owner: key.slice(PREFIX.length, key.lastIndexOf(":")),
  raw,
});
