import type { InjectionToken } from "tsyringe";

/** What one log line may carry beside its event. Never a token, never a user's words. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * One line per event: a past-tense verb and fields, `log.info("session cleared", { userId, turns: 4 })`.
 * An error is logged once, at the edge, as the field `error`.
 */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export const Log: InjectionToken<Log> = Symbol("Log");

/** For programs that want no log, such as the contract suite of a store. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
