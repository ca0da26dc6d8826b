import { chatWithLinks, linkDetails } from "./arguments/invite-link.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#createchatinvitelink */
export const createChatInviteLink: BotApiMethod<"createChatInviteLink"> = (call, caller) => {
  const details = linkDetails(call);
  return chatWithLinks(call, caller).inviteLinks.add(caller.bot.user, details);
};
