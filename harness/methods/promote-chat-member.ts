import type { ChatMember } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";
import { administrator, rightNames } from "../world/administrator.ts";
import { changeMembership } from "../world/membership.ts";
import { managedChat, supergroupsAndChannels, userIn } from "./arguments/managed-chat.ts";
import type { BotApiMethod } from "./method.ts";

/**
 * A bot can give no right that it lacks itself. None at all makes a plain member.
 *
 * @see https://core.telegram.org/bots/api#promotechatmember
 */
export const promoteChatMember: BotApiMethod<"promoteChatMember"> = (call, caller) => {
  const { bot, world } = caller;
  const user = userIn(call, caller);
  const chat = managedChat(call, caller, "can_promote_members", "promote members", supergroupsAndChannels);
  if (user.id === chat.owner.id) throw badRequest("can't demote chat owner");
  const rights = rightNames.filter((name) => call.boolean(name));
  if (rights.some((name) => !chat.members.mayAdminister(bot.id, name))) throw badRequest("RIGHT_FORBIDDEN");
  if (!chat.members.has(user.id)) throw badRequest("USER_NOT_PARTICIPANT");
  const next: ChatMember = rights.length > 0 ? administrator(user, rights) : { status: "member", user };
  changeMembership({ chat, world, by: bot.user, next });
  return true;
};
