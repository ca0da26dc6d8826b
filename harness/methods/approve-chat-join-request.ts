import { changeMembership } from "../world/membership.ts";
import { joinRequest } from "./arguments/join-request.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#approvechatjoinrequest */
export const approveChatJoinRequest: BotApiMethod<"approveChatJoinRequest"> = (call, caller) => {
  const { chat, user, link } = joinRequest(call, caller);
  if (link) chat.inviteLinks.use(link);
  const next = { status: "member", user } as const;
  changeMembership({ chat, world: caller.world, by: user, next, ...(link && { inviteLink: link }) });
  return true;
};
