import { changeMembership } from "../world/membership.ts";
import { groupIn } from "./arguments/managed-chat.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#leavechat */
export const leaveChat: BotApiMethod<"leaveChat"> = (call, caller) => {
  const { bot, world } = caller;
  const chat = groupIn(call, caller);
  changeMembership({ chat, world, by: bot.user, next: { status: "left", user: bot.user } });
  return true;
};
