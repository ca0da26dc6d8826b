import { badRequest } from "../server/refusal.ts";
import { managedChat, supergroups, userIn } from "./arguments/managed-chat.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#setchatadministratorcustomtitle */
export const setChatAdministratorCustomTitle: BotApiMethod<"setChatAdministratorCustomTitle"> = (call, caller) => {
  const user = userIn(call, caller);
  const chat = managedChat(call, caller, "can_promote_members", "change custom title of the user", supergroups);
  const member = chat.members.of(user);
  if (member.status !== "administrator") throw badRequest("user is not an administrator");
  const title = call.text("custom_title");
  if (title.length > 16) throw badRequest("ADMIN_RANK_INVALID");
  const { custom_title: _, ...rest } = member;
  chat.members.set({ ...rest, ...(title && { custom_title: title }) });
  return true;
};
