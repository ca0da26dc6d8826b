import { changeMembership } from "../world/membership.ts";
import { managedChat, supergroupsAndChannels, userIn } from "./arguments/managed-chat.ts";
import type { BotApiMethod } from "./method.ts";

/**
 * A member who is not banned is thus removed, unless `only_if_banned` says otherwise.
 *
 * @see https://core.telegram.org/bots/api#unbanchatmember
 */
export const unbanChatMember: BotApiMethod<"unbanChatMember"> = (call, caller) => {
  const { bot, world } = caller;
  const user = userIn(call, caller);
  const chat = managedChat(
    call,
    caller,
    "can_restrict_members",
    "restrict/unrestrict chat member",
    supergroupsAndChannels,
  );
  const { status } = chat.members.of(user);
  if (status === "left" || (status !== "kicked" && call.boolean("only_if_banned"))) return true;
  changeMembership({ chat, world, by: bot.user, next: { status: "left", user } });
  return true;
};
