/** The time of day of a moment, in ms since the epoch. */
export const timeOfDay = (at: number, { precise = false } = {}): string =>
  new Date(at).toLocaleTimeString([], {
    hour: "2-digit",
    minute: "2-digit",
    ...(precise && { second: "2-digit" }),
    hourCycle: "h23",
  });
