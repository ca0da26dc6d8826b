import type { ChatInviteLink, ChatJoinRequest } from "@grammyjs/types";
import type { GroupChat } from "../world/group-chat.ts";
import { changeMembership } from "../world/membership.ts";
import type { User } from "./user.ts";

/** See `User.join`. */
export function joinBy(user: User, address: string): void {
  const { world, json } = user;
  const open = world.publicChat(/^(?:https?:\/\/)?(?:t|telegram)\.me\/(\w+)$/i.exec(address)?.[1] ?? "");
  const chat = open ?? world.groups.values().find(({ inviteLinks }) => inviteLinks.find(address));
  const link = open ? undefined : chat?.inviteLinks.find(address);
  const leadsIn = open || (link && chat?.inviteLinks.isOpen(link, world.clock.unix));
  if (!chat || chat.migratedTo || !leadsIn) {
    throw new Error(`${user.firstName} can't join by ${address}: it is no link, or no longer one.`);
  }
  if (chat.members.of(json).status === "kicked")
    throw new Error(`${user.firstName} is banned from ${chat.json.title}.`);
  if (link?.creates_join_request) {
    askToJoin(user, chat, link);
    return;
  }
  if (link) chat.inviteLinks.use(link);
  changeMembership({
    chat,
    world,
    by: json,
    next: { status: "member", user: json },
    ...(link && { inviteLink: link }),
  });
}

function askToJoin({ json, world }: User, chat: GroupChat, link: ChatInviteLink): void {
  chat.inviteLinks.ask(json, link);
  // The types know of no request to join a basic group, which Telegram has, too.
  const where = chat.json as ChatJoinRequest["chat"];
  const request = { chat: where, from: json, user_chat_id: json.id, date: world.clock.unix, invite_link: link };
  for (const bot of chat.bots) {
    if (chat.members.mayAdminister(bot.id, "can_invite_users")) bot.tell("chat_join_request", request);
  }
}
