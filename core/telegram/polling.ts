import { setTimeout as pause } from "node:timers/promises";
import { type Api, GrammyError } from "grammy";
import type { Update } from "grammy/types";
import { StoreUnavailable } from "../errors.ts";
import type { Log } from "../log.ts";
import { refusalOf } from "./token.ts";
import { UPDATE_TYPES } from "./update-types.ts";

export interface PollingParts {
  readonly api: Api;
  readonly log: Log;
  readonly signal: AbortSignal;
  /**
   * Resolves when every update is stored or refused: only then may they be acknowledged. Waits for room and store.
   *
   * @param again asks for them once more, and for what has come since.
   * @returns the batch as it was stored.
   */
  readonly take: (updates: readonly Update[], again: () => Promise<readonly Update[]>) => Promise<readonly Update[]>;
  /** Told that nothing asked for before `time` (ms since the epoch) can come again. */
  readonly confirmed: (time: number) => Promise<void>;
  readonly now: () => number;
}

/**
 * Asks Telegram for updates until the signal comes. The offset moves only over what is stored.
 *
 * @throws {TokenRefused} when the token is or becomes invalid.
 */
export async function poll(parts: PollingParts): Promise<void> {
  const { offset, told } = await pollUntilAborted(parts);
  if (offset === told) return;
  // The last batch is stored, and no poll has told Telegram so. If this fails, the inbox knows it when it comes again.
  const farewell = parts.api
    .getUpdates({ offset, timeout: 0, limit: 1, allowed_updates: UPDATE_TYPES })
    .catch(() => {});
  await Promise.race([farewell, pause(FAREWELL_MS, undefined, { ref: false })]);
}

/** @returns the offset that the next poll would have named, and the one that the last poll did. */
async function pollUntilAborted({ api, log, signal, take, confirmed, now }: PollingParts) {
  let offset = 0;
  let told = 0;
  let conflict = false;
  while (!signal.aborted) {
    const askedAt = now();
    try {
      const request = { offset, limit: 100, allowed_updates: UPDATE_TYPES };
      told = offset;
      const ask = (timeout: number) =>
        api.getUpdates({ ...request, timeout }, signal as Parameters<Api["getUpdates"]>[1]);
      const first = await ask(LONG_POLL_S);
      if (conflict) log.info("polling went on");
      conflict = false;
      const updates = await take(first, () => ask(0));
      offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
      // Put back meanwhile, the clock says of what has just been done that it was before: that is kept for once.
      if (now() >= askedAt) await confirmed(askedAt);
    } catch (error) {
      if (signal.aborted) break;
      if (!(error instanceof GrammyError)) throw error;
      if (error.error_code !== 409) throw refusalOf(error);
      if (!conflict) log.error("another program polls with this token", { hint: CONFLICT_HINT, error });
      conflict = true;
      await pause(CONFLICT_PAUSE_MS, undefined, { signal }).catch(() => {});
    }
  }
  return { offset, told };
}

/** Forgetting the ids of finished updates may wait: only the store's size depends on it. */
export const unlessUnavailable = (task: Promise<void>): Promise<void> =>
  task.catch((error: unknown) => {
    if (!(error instanceof StoreUnavailable)) throw error;
  });

const LONG_POLL_S = 30;
const FAREWELL_MS = 1_000;
const CONFLICT_PAUSE_MS = 3_000;
const CONFLICT_HINT =
  "Telegram gives updates to one program at a time. Stop the other one, or remove its webhook; trying again every 3 s.";
