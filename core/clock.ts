import type { InjectionToken } from "tsyringe";

/** What time it is. Injected, so that a test can say. */
export interface Clock {
  /** In ms since the epoch. */
  now(): number;
}

export const Clock: InjectionToken<Clock> = Symbol("Clock");

export const systemClock: Clock = { now: () => Date.now() };
