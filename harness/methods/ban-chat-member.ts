import { badRequest } from "../server/refusal.ts";
import { changeMembership, removed } from "../world/membership.ts";
import { managedChat, userIn } from "./arguments/managed-chat.ts";
import { untilDate } from "./arguments/until-date.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#banchatmember */
export const banChatMember: BotApiMethod<"banChatMember"> = (call, caller) => {
  const { bot, world } = caller;
  const user = userIn(call, caller);
  const chat = managedChat(call, caller, "can_restrict_members", "restrict/unrestrict chat member");
  if (user.id === chat.owner.id) throw badRequest("can't remove chat owner");
  if (chat.members.isAdministrator(user.id)) throw badRequest("user is an administrator of the chat");
  const until_date = untilDate(call, world);
  changeMembership({ chat, world, by: bot.user, next: removed(chat, user, until_date) });
  if (until_date > 0) {
    world.clock.after(until_date * 1000 - world.clock.now, () => {
      if (chat.members.of(user).status === "kicked") chat.members.set({ status: "left", user });
    });
  }
  return true;
};
