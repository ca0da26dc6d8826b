import { chatWithLinks } from "./arguments/invite-link.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#exportchatinvitelink */
export const exportChatInviteLink: BotApiMethod<"exportChatInviteLink"> = (call, caller) =>
  chatWithLinks(call, caller).inviteLinks.add(caller.bot.user, { is_primary: true }).invite_link;
