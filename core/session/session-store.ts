import type { InjectionToken } from "tsyringe";
import type { Session, SessionView } from "./session.ts";

/**
 * The one way to a session, for everyone. Injected by every plugin that knows its users:
 * `@inject(SessionStore) private readonly sessions: SessionStore`.
 */
export interface SessionStore {
  /**
   * The user's session, or undefined if there is none: never because of a failure. Inside a handler it shows
   * the changes made so far. A damaged session is set aside first, its user told, and reads as none.
   *
   * @throws {StoreUnavailable} and then nothing may be concluded. Let it fly: the update is kept and tried again.
   */
  read(userId: number): Promise<SessionView | undefined>;

  /**
   * Changes the user's session, beginning an empty one if there is none.
   *
   * Inside a handler, a change to the session of the user who sent the update joins the update's one commit; any
   * other change commits at once. On a conflict the change is applied again to the newer session, so it must be a
   * pure function of it: make ids and times outside.
   *
   * @returns what `change` answered.
   * @throws {StoreUnavailable} Inside a handler nothing was changed then, and the update is tried again. Elsewhere the
   * write may have been carried out all the same, so look before you try again.
   */
  update<T>(userId: number, change: (session: Session) => T): Promise<T>;

  /** What a user without a session has, to look at. */
  empty(userId: number): SessionView;

  /** What is stored, as it is: for operators and their tools. Repairs nothing and throws nothing. */
  inspect(userId: number): Promise<Reading>;

  /** Every stored session, as by `inspect`. */
  entries(): AsyncIterable<readonly [userId: number, reading: Reading]>;

  /**
   * Sessions last active before `time` (ms since the epoch), found by an index: costs what it yields.
   * Those with unfinished turns are left out, unless `busy` asks for them, too.
   */
  inactiveSince(time: number, options?: { readonly busy?: boolean }): AsyncIterable<SessionView>;

  /** Forgets the user altogether, if the session still is as `seen` shows it. @returns whether it did. */
  delete(seen: SessionView): Promise<boolean>;
}

export const SessionStore: InjectionToken<SessionStore> = Symbol("SessionStore");

/** The four answers of a read. Only `absent` may start a new session. */
export type Reading =
  | {
      readonly state: "found";
      readonly session: SessionView;
      /** The record as it is stored, slices, ledger and revision included; its shape may change between versions. */
      readonly stored: unknown;
      readonly bytes: number;
    }
  | { readonly state: "absent" }
  | { readonly state: "corrupt"; readonly reason: string }
  | { readonly state: "unavailable"; readonly error: Error };
