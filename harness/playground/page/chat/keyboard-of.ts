import type { Message, ReplyKeyboardMarkup } from "@grammyjs/types";
import type { Shown } from "../../shown.ts";
import { people } from "../state/live.ts";
import type { Seat } from "../state/seat.ts";

export interface Keyboard extends Partial<ReplyKeyboardMarkup> {
  /** What it came with. */
  readonly message: Message;
  /** Not a keyboard: the person is to reply to the message. */
  readonly force_reply?: boolean;
}

/** The keyboard that a person has at hand: of the latest message that says something to them about it. */
export function keyboardOf(seat: Seat): Keyboard | undefined {
  const latest = seat.chat.messages.value.findLast((shown) => shown.keyboard && isFor(seat, shown));
  const markup = latest?.keyboard;
  if (!markup || "remove_keyboard" in markup) return undefined;
  return { ...markup, message: latest.message };
}

/** A selective one is for who is mentioned, and who is replied to. */
function isFor(seat: Seat, { by, keyboard, message }: Shown): boolean {
  if (seat.isMine(by)) return false;
  if (!keyboard?.selective || seat.chat.shown.value.kind === "private") return true;
  const username = people.value.find(({ id }) => id === seat.person)?.username;
  const isMentioned = message.entities?.some(
    (entity) =>
      (entity.type === "text_mention" && entity.user.id === seat.person) ||
      (entity.type === "mention" && message.text?.substr(entity.offset + 1, entity.length - 1) === username),
  );
  return isMentioned === true || message.reply_to_message?.from?.id === seat.person;
}
