import type { ChatMember } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";
import { allPermissions } from "../world/members.ts";
import { changeMembership } from "../world/membership.ts";
import { managedChat, supergroups, userIn } from "./arguments/managed-chat.ts";
import { permissionsIn } from "./arguments/permissions.ts";
import { untilDate } from "./arguments/until-date.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#restrictchatmember */
export const restrictChatMember: BotApiMethod<"restrictChatMember"> = (call, caller) => {
  const { bot, world } = caller;
  const permissions = allPermissions(permissionsIn(call));
  const user = userIn(call, caller);
  const chat = managedChat(call, caller, "can_restrict_members", "restrict/unrestrict chat member", supergroups);
  if (user.id === chat.owner.id) throw badRequest("can't remove chat owner");
  if (chat.members.isAdministrator(user.id)) throw badRequest("user is an administrator of the chat");
  const until_date = untilDate(call, world);
  const is_member = chat.members.has(user.id);
  const isFree = Object.values(permissions).every(Boolean);
  const restricted = { status: "restricted", user, is_member, ...permissions, until_date } as ChatMember;
  const free: ChatMember = { status: is_member ? "member" : "left", user };
  changeMembership({ chat, world, by: bot.user, next: isFree ? free : restricted });
  if (until_date > 0) {
    world.clock.after(until_date * 1000 - world.clock.now, () => {
      if (chat.members.of(user).status === "restricted") chat.members.set(free);
    });
  }
  return true;
};
