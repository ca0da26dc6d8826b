import type { Seat } from "../state/seat.ts";
import { ask, problemOf } from "../state/server.ts";

/**
 * Says something in a chat. A long text goes as several messages, none of them cut short, as from Telegram's own apps.
 * @returns what was not taken.
 */
export async function sendText(seat: Seat, text: string): Promise<string> {
  const { replyTo, quote } = seat.replying.value ?? {};
  const parts = partsOf(text);
  const about = { ...seat.in, ...(replyTo && { replyTo: replyTo.message_id }), ...(quote && { quote }) };
  seat.replying.value = undefined;
  while (parts.length > 0) {
    const answer = await (seat.chat.shown.value.kind === "channel"
      ? ask(`telegram/channels/${seat.chat.id}/posts`, { text: parts[0] })
      : ask(`telegram/users/${seat.person}/messages`, { text: parts[0], ...about }));
    if (!answer.ok) {
      seat.say(`Not sent. ${problemOf(answer)}`);
      break;
    }
    parts.shift();
  }
  return parts.join("");
}

const longest = 4096;

function partsOf(text: string): string[] {
  const characters = [...text];
  const parts: string[] = [];
  while (characters.length > 0) parts.push(characters.splice(0, longest).join(""));
  return parts.filter((part) => part.trim() !== "");
}
