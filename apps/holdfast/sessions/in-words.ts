export const sessionsInWords = (count: number): string => `${count} ${count === 1 ? "session" : "sessions"}`;

/** Such as `1.4 MB`. */
export function inBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const shown = bytes / 1_000 ** power;
  return `${power > 0 && shown < 10 ? shown.toFixed(1) : Math.round(shown)} ${units[power]}`;
}
