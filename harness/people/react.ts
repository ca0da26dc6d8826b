import type { Message, ReactionTypeEmoji } from "@grammyjs/types";
import type { Chat } from "../world/chat.ts";
import { GroupChat } from "../world/group-chat.ts";
import type { User } from "./user.ts";

/** See `User.react`. */
export function react(user: User, chat: Chat, { message_id }: Message, emoji: readonly ReactionTypeEmoji["emoji"][]) {
  const posted = chat.find(message_id);
  if (!posted) throw new Error(`There is no message ${message_id} to react to.`);
  const before = chat.reactions.of(message_id, user.id);
  const most = user.json.is_premium ? 3 : 1;
  if (emoji.length > most) throw new Error(`${user.firstName} can put no more than ${most} on a message.`);
  const after = emoji.map((one): ReactionTypeEmoji => ({ type: "emoji", emoji: one }));
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  chat.react(posted, user.id, after);
  for (const bot of chat.bots) {
    // Elsewhere only bots that are administrators hear of it.
    if (chat instanceof GroupChat && !chat.members.isAdministrator(bot.id)) continue;
    bot.tell("message_reaction", {
      chat: chat.json,
      message_id,
      user: user.json,
      date: chat.clock.unix,
      old_reaction: [...before],
      new_reaction: after,
    });
  }
}
