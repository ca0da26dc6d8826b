import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import type { Caller } from "../method.ts";
import { managedChat, userIn } from "./managed-chat.ts";

/** Takes out the request that a call is to decide on. @throws {Refusal} if there is none. */
export function joinRequest(call: Arguments, caller: Caller) {
  const user = userIn(call, caller);
  const chat = managedChat(call, caller, "can_invite_users", "manage chat join requests");
  const request = chat.inviteLinks.takeRequest(user.id);
  if (!request) throw badRequest(chat.members.has(user.id) ? "USER_ALREADY_PARTICIPANT" : "HIDE_REQUESTER_MISSING");
  return { chat, ...request };
}
