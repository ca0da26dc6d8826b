import { joinRequest } from "./arguments/join-request.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#declinechatjoinrequest */
export const declineChatJoinRequest: BotApiMethod<"declineChatJoinRequest"> = (call, caller) => {
  joinRequest(call, caller);
  return true;
};
