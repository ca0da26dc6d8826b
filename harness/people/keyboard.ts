import type { KeyboardButton, Message, ReplyKeyboardMarkup } from "@grammyjs/types";
import type { Chat, Posted } from "../world/chat.ts";
import type { Presence } from "./presence.ts";

/** A key in place of a person's own keyboard, and the message that put it there. */
export interface Key {
  readonly message: Message;
  readonly key: Exclude<KeyboardButton, string>;
}

/**
 * A key of the keyboard that a person has: the latest one that is meant for them, unless it was taken away. One that hides
 * after its use can be brought back, and so be used again.
 */
export function findKey(person: Presence, chat: Chat, text: string): Key | undefined {
  const shown = keyboardOf(person, chat);
  const keys = shown?.keyboard.keyboard.flat().map((key) => (typeof key === "string" ? { text: key } : key));
  const key = keys?.find((one) => one.text === text);
  return shown && key && { message: shown.message, key };
}

function keyboardOf(person: Presence, chat: Chat): { message: Message; keyboard: ReplyKeyboardMarkup } | undefined {
  for (const { message, keyboard } of chat.visible()) {
    if (!keyboard || "force_reply" in keyboard || !isMeantFor(person, message, keyboard)) continue;
    return "keyboard" in keyboard ? { message, keyboard } : undefined;
  }
  return undefined;
}

/** A selective one is for those whom its message mentions or answers. */
function isMeantFor(
  { id, json }: Presence,
  { reply_to_message, text = "", entities = [] }: Message,
  { selective }: NonNullable<Posted["keyboard"]>,
): boolean {
  if (!selective || reply_to_message?.from?.id === id) return true;
  const name = json.username && `@${json.username.toLowerCase()}`;
  return entities.some((entity) => {
    if (entity.type === "text_mention") return entity.user.id === id;
    const mentioned = text.slice(entity.offset, entity.offset + entity.length).toLowerCase();
    return entity.type === "mention" && mentioned === name;
  });
}
