import type { Message } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import type { Caller } from "../method.ts";
import { markup, refuseLongButtonData, refuseRequestsInGroups } from "./markup.ts";
import { placeOf, replyWanted } from "./place.ts";

interface Sending<Content> {
  readonly content: Content;
  /** What is looked at only when the chat is known. @throws {Refusal} */
  readonly check?: () => void;
}

/**
 * Sends a message, in the order in which Telegram checks what is asked: what it says (which is here already), what it
 * replies to, its keyboard, the chat, then the limits.
 */
export function sendContent<Content extends Partial<Message>>(
  call: Arguments,
  caller: Caller,
  { content, check }: Sending<Content>,
): Message & Content {
  const [message] = sendContents(call, caller, { content: [content], check });
  return message as Message & Content;
}

/** Sends several messages with one call, as replies to the same one. */
export function sendContents<Content extends Partial<Message>>(
  call: Arguments,
  { bot }: Caller,
  { content, check = () => {} }: Sending<readonly Content[]>,
): (Message & Content)[] {
  const reply = replyWanted(call);
  const keyboard = markup(call);
  const { external_reply, quote, ...place } = placeOf(call, reply, bot);
  refuseRequestsInGroups(keyboard, place.chat);
  check();
  refuseLongButtonData(keyboard);
  const common = {
    ...(external_reply && { external_reply }),
    ...(quote && { quote }),
    ...(call.boolean("protect_content") && { has_protected_content: true as const }),
  };
  const post = { by: bot.id, from: bot.user, ...place, markup: keyboard };
  return content.map((each) => place.chat.post({ ...post, content: { ...common, ...each } }));
}
