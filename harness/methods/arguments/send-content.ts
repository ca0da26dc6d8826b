import type { Message } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import type { Caller } from "../method.ts";
import { markup, refuseLongButtonData } from "./markup.ts";
import { placeOf, replyWanted } from "./place.ts";

/**
 * Sends a message, in the order in which Telegram checks what is asked: what it says (which is here already), what it
 * replies to, its keyboard, the chat, then the limits.
 *
 * @param check what is looked at only when the chat is known.
 */
export function sendContent<Content extends Partial<Message>>(
  call: Arguments,
  { bot }: Caller,
  { content, check = () => {} }: { readonly content: Content; readonly check?: () => void },
): Message & Content {
  const reply = replyWanted(call);
  const keyboard = markup(call);
  const place = placeOf(call, reply, bot);
  check();
  refuseLongButtonData(keyboard);
  const marks = call.boolean("protect_content") ? { has_protected_content: true as const } : {};
  return place.chat.post({ by: bot.id, from: bot.user, ...place, content: { ...content, ...marks }, markup: keyboard });
}
