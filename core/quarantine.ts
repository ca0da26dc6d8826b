import { createHash } from "node:crypto";
import type { Backend } from "./backend.ts";

/**
 * Keeps damaged bytes under a key that names their content, so that the same damage is kept once.
 *
 * @param owner whose bytes they are: a user's id, or a key.
 */
export async function quarantine(backend: Backend, owner: number | string, raw: string): Promise<string> {
  const key = `quarantine:${owner}:${createHash("sha256").update(raw).digest("hex").slice(0, 12)}`;
  await backend.compareAndSet(key, undefined, raw);
  return key;
}
