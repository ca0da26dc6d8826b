/** What a user wrote behind `/remind`: when, and what. */
export interface Wish {
  /** In ms since the epoch. */
  readonly due: number;
  readonly text: string;
}

/**
 * Reads `20m tea`, `1h30m tea` or `18:30 call mum`.
 *
 * @param from when it was written, in ms since the epoch.
 * @param timeZone of times of the day, such as `Europe/Berlin`.
 * @returns undefined if it does not begin with a time, or says nothing behind it.
 */
export function readWish(words: string, from: number, timeZone: string): Wish | undefined {
  const [, when = "", text = ""] = /^(\S+)\s+(\S.*)$/s.exec(words.trim()) ?? [];
  const due = after(when, from) ?? timeOfDay(when, from, timeZone);
  return due === undefined ? undefined : { due, text };
}

function after(when: string, from: number): number | undefined {
  const parts = /^(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?$/i.exec(when);
  if (!parts) return undefined;
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = parts;
  const span = Number(days) * DAY_MS + Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * 1_000;
  return span > 0 ? from + span : undefined;
}

/** The next time the clocks of the zone show it. */
function timeOfDay(when: string, from: number, timeZone: string): number | undefined {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(when) ?? [];
  if (!hours) return undefined;
  const today = Math.floor(shownAt(from, timeZone) / DAY_MS) * DAY_MS;
  const wanted = today + Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
  const due = instantOf(wanted, timeZone);
  return due > from ? due : instantOf(wanted + DAY_MS, timeZone);
}

/** When the clocks of the zone show this. Asked twice, because they may be put forward or back in between. */
function instantOf(shown: number, timeZone: string): number {
  const near = shown - offsetAt(shown, timeZone);
  return shown - offsetAt(near, timeZone);
}

const offsetAt = (instant: number, timeZone: string) => shownAt(instant, timeZone) - instant;

/** What the clocks of the zone show, as if it were UTC, to the second. */
function shownAt(instant: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  return Date.parse(`${format.format(instant).replace(" ", "T")}Z`);
}

export const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
};

/** Such as `4 Feb, 18:30`. */
export const inWords = (instant: number, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(instant);

/** A span of time in its two largest units, such as `2 h 5 min`. */
export function spanInWords(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
