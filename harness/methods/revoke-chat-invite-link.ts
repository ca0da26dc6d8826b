import { chatWithLinks, ownLink } from "./arguments/invite-link.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#revokechatinvitelink */
export const revokeChatInviteLink: BotApiMethod<"revokeChatInviteLink"> = (call, caller) => {
  const chat = chatWithLinks(call, caller);
  const link = ownLink(call, chat, caller);
  return chat.inviteLinks.change(link.invite_link, { is_revoked: true }) ?? link;
};
