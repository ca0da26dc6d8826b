import { StoreUnusable } from "#core";
import type { Explanation } from "../keyv-backend.ts";

/** There is no connection at the moment; one is being sought. */
export class Offline extends Error {
  /** @param cause what became of the last one. */
  constructor(cause: unknown) {
    super("no connection", { cause });
  }
}

/** Redis took the question and did not answer. */
export class TimedOut extends Error {
  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs} ms`);
  }
}

/** What our scripts answer when the birth record is not the one they were given. */
export const LOST = "HOLDFASTLOST";

/** How the birth record begins while the store is emptied and filled anew. */
export const FILLING = "filling";

export const LOSS: Explanation = {
  reason: "is not the one that was opened: its birth record is gone or another's, so it was emptied or replaced",
  hint: "Restore its data and restart the bot; restarted as it is, the bot begins anew.",
};

const REFUSALS: Readonly<Record<string, Explanation>> = {
  [LOST]: LOSS,
  LOADING: { reason: "is still loading its data", hint: "Nothing to do: it will answer when it is done." },
  READONLY: { reason: "is a read-only replica", hint: "Name the primary in the address." },
  OOM: { reason: "has no memory left", hint: "Raise its maxmemory, or prune old sessions." },
  MISCONF: { reason: "refuses writes because it cannot save its data to disk", hint: "Look at its log and its disk." },
  NOREPLICAS: {
    reason: "refuses writes because it has too few replicas",
    hint: "Look at its replicas, or at min-replicas-to-write.",
  },
  MASTERDOWN: { reason: "has lost its primary", hint: "Look at the primary." },
  BUSY: { reason: "is busy with somebody's script", hint: "Which script runs there? SCRIPT KILL ends it." },
  CLUSTERDOWN: { reason: "belongs to a cluster that is down", hint: "Look at the cluster." },
  NOAUTH: { reason: "wants a password", hint: "Put user and password into its address." },
  WRONGPASS: { reason: "did not accept user and password", hint: "Are both in the address right?" },
  NOPERM: {
    reason: "does not permit this user what is needed",
    hint: "Give the user all commands on the keys of the prefix.",
  },
};

/** Redis has no code of its own for it; the second is its client's. */
const WRONG_DATABASE = /^ERR (DB index is out of range|invalid DB index)|^Invalid pathname/;

/** What a failure of Redis comes to. @see https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors */
export function explain(error: unknown): Explanation {
  if (error instanceof TimedOut) {
    return { reason: `did not answer (${error.message})`, hint: "Is it overloaded, stopped, or its network down?" };
  }
  if (error instanceof Offline && error.cause) return explain(error.cause);
  if (error instanceof Offline) return { reason: "is not reachable", hint: "Is it running, and is its address right?" };
  const known = REFUSALS[codeOf(error)];
  if (known) return known;
  const message = error instanceof Error ? error.message || codeOf(error) : String(error);
  return { reason: `did not answer (${message})`, hint: "Is it running, and is its address right?" };
}

/** Redis begins an error with its code; the system puts one beside it. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return "code" in error && typeof error.code === "string" ? error.code : (error.message.split(" ", 1)[0] ?? "");
}

/** A refusal at the door that only a person can end. */
export function atTheDoor(place: string, error: unknown): unknown {
  const code = codeOf(error);
  if (error instanceof Error && WRONG_DATABASE.test(error.message)) {
    const reason = `Redis at ${place} has no such database (${error.message}).`;
    return new StoreUnusable(reason, "End the address with a number that it has, such as /0.", error);
  }
  const refusal = REFUSALS[code];
  if (!refusal || !["NOAUTH", "WRONGPASS", "NOPERM"].includes(code)) return error;
  return new StoreUnusable(`Redis at ${place} ${refusal.reason}.`, refusal.hint ?? "", error);
}
