import type { MessageEntity } from "@grammyjs/types";
import type { Span } from "./link.ts";

/** A moment that each reader sees in their own time; `unixTime` in seconds since 1970. */
export const dateEntity = (unix_time: number, date_time_format: DateFormat, span: Span): MessageEntity => ({
  type: "date_time",
  unix_time,
  date_time_format,
  ...span,
});

type DateFormat = MessageEntity.DateTimeMessageEntity["date_time_format"];

/** In Telegram's own spelling: the short form of a date or a time beats the long one. Nothing if a letter is unknown. */
export function dateFormat(format: string): DateFormat | undefined {
  if (/^r$/i.test(format)) return "r";
  if (/[^tTdDwW]/.test(format)) return undefined;
  const date = format.includes("d") ? "d" : format.includes("D") ? "D" : "";
  const time = format.includes("t") ? "t" : format.includes("T") ? "T" : "";
  return `${/w/i.test(format) ? "w" : ""}${date}${time}`;
}
