import type { ForceReply, ReplyKeyboardMarkup } from "@grammyjs/types";
import type { Seat } from "../state/seat.ts";

export interface Keyboard extends Partial<ReplyKeyboardMarkup> {
  /** The message it came with. */
  readonly messageId: number;
  readonly forceReply?: boolean;
}

/** The keyboard that a person has at hand: of the latest message that says something about it. */
export function keyboardOf(seat: Seat): Keyboard | undefined {
  const latest = seat.chat.messages.value.findLast(({ by, keyboard }) => keyboard !== undefined && !seat.isMine(by));
  const markup = latest?.keyboard;
  if (!latest || !markup || "remove_keyboard" in markup) return undefined;
  const messageId = latest.message.message_id;
  if ("force_reply" in markup) return { ...(markup as ForceReply), forceReply: true, messageId };
  return { ...markup, messageId };
}
