import type { ChatMemberAdministrator, User } from "@grammyjs/types";
import type { Right } from "./members.ts";

export const rightNames = [
  "can_manage_chat",
  "can_delete_messages",
  "can_manage_video_chats",
  "can_restrict_members",
  "can_promote_members",
  "can_change_info",
  "can_invite_users",
  "can_post_stories",
  "can_edit_stories",
  "can_delete_stories",
  "can_post_messages",
  "can_edit_messages",
  "can_pin_messages",
  "can_manage_topics",
] as const satisfies readonly Right[];

/** What administrators of a basic group may do, all of them. */
export const basicGroupRights: readonly Right[] = [
  "can_delete_messages",
  "can_manage_video_chats",
  "can_restrict_members",
  "can_change_info",
  "can_invite_users",
  "can_pin_messages",
];

/** Somebody with these rights, and with the one that every administrator has. */
export function administrator(user: User, rights: readonly Right[], title?: string): ChatMemberAdministrator {
  const given = new Set<Right>(["can_manage_chat", ...rights]);
  return {
    status: "administrator",
    user,
    can_be_edited: false,
    is_anonymous: false,
    ...Object.fromEntries(rightNames.map((name) => [name, given.has(name)])),
    ...(title && { custom_title: title }),
  } as ChatMemberAdministrator;
}
