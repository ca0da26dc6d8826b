import { AsyncLocalStorage } from "node:async_hooks";
import type { Session } from "./session.ts";
import type { Loaded } from "./stored-session.ts";

/** A pure function of the latest session. */
export type Change<T = unknown> = (session: Session) => T;

/** One update while it is being handled: what its commit will hold. */
export class UpdateScope {
  readonly changes: Change[] = [];
  /** The session as read and changed so far; read once, on first need. */
  loading: Promise<Loaded> | undefined;
  /** A failure of the store stands even if a plugin swallowed it. */
  failure: unknown;
  open = true;
  /** The ledger's turns before the latest attempt to commit. */
  turnsBefore: readonly string[] = [];

  constructor(
    /** Whose session joins the commit; undefined for updates without a user of their own. */
    readonly userId: number | undefined,
    /** The inbox's id of the update. */
    readonly entryId: string,
    /** Time of arrival, in ms since the epoch: the same when the update is handled again. */
    readonly at: number,
    /** Says something to the user in the chat of this update. */
    readonly tell: (text: string) => Promise<void>,
    /** The latest that it can be now, in ms since the epoch. Default: not known. */
    readonly present?: number,
  ) {}
}

const storage = new AsyncLocalStorage<UpdateScope>();

export const runInScope = <T>(scope: UpdateScope, task: () => Promise<T>): Promise<T> => storage.run(scope, task);

/** The update being handled, if it is this user's: work that outlives its handler is outside again. */
export function scopeOf(userId: number): UpdateScope | undefined {
  const scope = storage.getStore();
  return scope?.open && scope.userId === userId ? scope : undefined;
}
