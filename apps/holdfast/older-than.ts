import { SetupInvalid } from "#core";

/** @param age in days, such as `7d`. @returns the time before which something is older, in ms since the epoch. @throws {SetupInvalid} */
export function olderThan(age: string): number {
  const days = Number(/^(\d{1,6})d$/.exec(age)?.[1] ?? Number.NaN);
  if (Number.isNaN(days)) throw new SetupInvalid(`"${age}" is no number of days.`, "Write it like 7d.");
  return Date.now() - days * DAY_MS;
}

const DAY_MS = 86_400_000;
