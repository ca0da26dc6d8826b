import { managedChat } from "./arguments/managed-chat.ts";
import { permissionsIn } from "./arguments/permissions.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#setchatpermissions */
export const setChatPermissions: BotApiMethod<"setChatPermissions"> = (call, caller) => {
  const permissions = permissionsIn(call);
  managedChat(call, caller, "can_restrict_members", "change chat permissions").members.permissions = permissions;
  return true;
};
