import type { InjectionToken } from "tsyringe";

/** How the bot is doing, as its operator may want to know. */
export interface StatusNow {
  /** Whether updates are being taken. */
  readonly ready: boolean;
  /** Whether the store was away when it was last asked for something. */
  readonly storeAway: boolean;
  /** Such as `SQLite`, and where it is, without secrets. */
  readonly store: string;
  readonly place: string;
  readonly updates: "webhook" | "polling";
  /** In ms since the epoch; undefined before the start. */
  readonly startedAt: number | undefined;
  /** Updates accepted and not yet done with, those being handled included. */
  readonly waiting: number;
  /** Updates being handled now, one for each busy lane. */
  readonly handling: number;
  readonly runningTurns: number;
}

/**
 * Tells how the bot is doing, from memory: it asks neither the store nor Telegram. For handlers, not constructors.
 * What was set aside is in the store: `listAside(backend)`, and so are sessions: `SessionStore.entries()`.
 */
export type BotStatus = () => StatusNow;

export const BotStatus: InjectionToken<BotStatus> = Symbol("BotStatus");
