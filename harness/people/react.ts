import type { Message, ReactionTypeEmoji } from "@grammyjs/types";
import type { Chat } from "../world/chat.ts";
import type { User } from "./user.ts";

type Emoji = ReactionTypeEmoji["emoji"];

/** What people have put on messages, one emoji each. */
const reactions = new WeakMap<Chat, Map<string, Emoji>>();

/** See `User.react`. */
export function react(user: User, chat: Chat, message: Message, emoji: Emoji | undefined): void {
  if (!chat.find(message.message_id)) throw new Error(`There is no message ${message.message_id} to react to.`);
  const ofChat = reactions.get(chat) ?? new Map<string, Emoji>();
  reactions.set(chat, ofChat);
  const key = `${message.message_id} ${user.id}`;
  const before = ofChat.get(key);
  if (before === emoji) return;
  if (emoji) ofChat.set(key, emoji);
  else ofChat.delete(key);
  // Elsewhere only bots that are admins hear of it, and no bot is one here.
  if (chat.json.type !== "private") return;
  for (const bot of chat.bots) {
    bot.tell("message_reaction", {
      chat: chat.json,
      message_id: message.message_id,
      user: user.json,
      date: chat.clock.unix,
      old_reaction: listed(before),
      new_reaction: listed(emoji),
    });
  }
}

const listed = (emoji: Emoji | undefined): ReactionTypeEmoji[] => (emoji ? [{ type: "emoji", emoji }] : []);
