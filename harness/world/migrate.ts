import type { User } from "@grammyjs/types";
import { groupAnonymousBot } from "./anonymous.ts";
import type { GroupChat } from "./group-chat.ts";
import { tellServiceMessage } from "./service-message.ts";
import type { World } from "./world.ts";

/**
 * Makes a supergroup of a basic group: a chat with another id and message ids of its own, with the same people in it. The
 * old one says where it went, and takes nothing more.
 *
 * That bots hear of their part in the new chat, and not that it ended in the old one, is what others have observed; so is the
 * sender of the message in the new chat. The order is unverified.
 *
 * @see https://github.com/tdlib/telegram-bot-api/issues/266
 */
export function migrate(old: GroupChat, by: User, world: World): GroupChat {
  const { title } = old.json;
  const chat = world.addGroup({ title, type: "supergroup" }, old.owner);
  chat.takeOver(old);
  tellServiceMessage(old, by, { migrate_to_chat_id: chat.id });
  old.migratedTo = chat;
  for (const bot of old.bots) {
    chat.bots.add(bot);
    bot.tell("my_chat_member", {
      chat: chat.json,
      from: by,
      date: world.clock.unix,
      old_chat_member: { status: "left", user: bot.user },
      new_chat_member: chat.members.of(bot.user),
    });
  }
  tellServiceMessage(chat, groupAnonymousBot, { sender_chat: chat.json, migrate_from_chat_id: old.id });
  return chat;
}
