import { chatWithLinks, linkDetails, ownLink } from "./arguments/invite-link.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#editchatinvitelink */
export const editChatInviteLink: BotApiMethod<"editChatInviteLink"> = (call, caller) => {
  const details = linkDetails(call);
  const chat = chatWithLinks(call, caller);
  const { invite_link, creator, is_primary, is_revoked } = ownLink(call, chat, caller);
  const link = { invite_link, creator, is_primary, is_revoked, creates_join_request: false, ...details };
  chat.inviteLinks.change(invite_link, link);
  return link;
};
