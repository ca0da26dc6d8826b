import type { Message } from "@grammyjs/types";
import type { Seat } from "../state/seat.ts";
import { ask, problemOf } from "../state/server.ts";
import { edit } from "./message-menu.ts";

/** Puts other words into a message. @returns those that were not taken. */
export async function editText(seat: Seat, message: Message, text: string): Promise<string> {
  seat.editing.value = undefined;
  if (text === message.text) return "";
  const answer = await ask(
    `telegram/users/${seat.person}/messages/${message.message_id}`,
    { text, ...seat.in },
    "PATCH",
  );
  if (answer.ok) return "";
  seat.say(`Not changed. ${problemOf(answer)}`);
  return text;
}

/** Arrow-up in an empty field: the last words of one's own are changed. */
export function editLatest(seat: Seat): void {
  const latest = seat.chat.messages.value.findLast(({ by, message }) => seat.isMine(by) && message.text !== undefined);
  if (latest) edit(seat, latest.message);
}
