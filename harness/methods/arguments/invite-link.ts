import type { ChatInviteLink } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import type { GroupChat } from "../../world/group-chat.ts";
import type { Caller } from "../method.ts";
import { managedChat } from "./managed-chat.ts";

/** The chat of which a call manages the ways in. @throws {Refusal} */
export const chatWithLinks = (call: Arguments, caller: Caller): GroupChat =>
  managedChat(call, caller, "can_invite_users", "manage chat invite link");

/** What a call says about a link. @throws {Refusal} */
export function linkDetails(call: Arguments): Partial<ChatInviteLink> {
  const name = call.text("name");
  const limit = call.integer("member_limit");
  const expires = call.integer("expire_date");
  const asks = call.boolean("creates_join_request");
  if (asks && limit > 0) throw badRequest("member limit can't be specified for links requiring administrator approval");
  return {
    creates_join_request: asks,
    ...(name && { name: name.slice(0, 32) }),
    ...(limit > 0 && { member_limit: Math.min(limit, 99_999) }),
    ...(expires > 0 && { expire_date: expires }),
  };
}

/** The bot's own link that a call names. @throws {Refusal} */
export function ownLink(call: Arguments, chat: GroupChat, { bot }: Caller): ChatInviteLink {
  const link = chat.inviteLinks.find(call.text("invite_link"));
  if (!link || link.creator.id !== bot.id) throw badRequest("INVITE_HASH_INVALID");
  return link;
}
