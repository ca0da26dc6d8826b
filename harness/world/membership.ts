import type { ChatInviteLink, ChatMember, User } from "@grammyjs/types";
import type { GroupChat } from "./group-chat.ts";
import { isPresent } from "./members.ts";
import { tellServiceMessage } from "./service-message.ts";
import type { World } from "./world.ts";

export interface MembershipChange {
  readonly chat: GroupChat;
  readonly world: World;
  /** Who did it. */
  readonly by: User;
  readonly next: ChatMember;
  readonly inviteLink?: ChatInviteLink;
}

/** Makes somebody what they are from now on in a chat, and tells those who are to hear of it. */
export function changeMembership({ chat, world, by, next, inviteLink }: MembershipChange): void {
  const before = chat.members.of(next.user);
  const bot = world.botOf(next.user.id);
  const update = {
    chat: chat.json,
    from: by,
    date: world.clock.unix,
    old_chat_member: before,
    new_chat_member: next,
    ...(inviteLink && { invite_link: inviteLink }),
  };
  chat.members.set(next);
  if (bot && isPresent(next)) chat.bots.add(bot);
  // A bot that is leaving still hears that it did.
  for (const watcher of chat.bots) {
    if (watcher !== bot && chat.members.isAdministrator(watcher.id)) watcher.tell("chat_member", update);
  }
  if (bot && !isPresent(next)) chat.bots.delete(bot);
  bot?.tell("my_chat_member", update);
  announce(chat, by, before, next);
}

/** What somebody is who was thrown out. A basic group keeps no list of such people, only of bots. */
export const removed = (chat: GroupChat, user: User, until_date = 0): ChatMember =>
  chat.json.type === "group" && !user.is_bot ? { status: "left", user } : { status: "kicked", user, until_date };

/** In groups it is also a message that all can read. */
function announce(chat: GroupChat, by: User, before: ChatMember, { user, ...next }: ChatMember): void {
  const isNow = isPresent({ user, ...next } as ChatMember);
  if (chat.json.type === "channel" || isPresent(before) === isNow) return;
  tellServiceMessage(chat, by, isNow ? { new_chat_members: [user] } : { left_chat_member: user });
}
