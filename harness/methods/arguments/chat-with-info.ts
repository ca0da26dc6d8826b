import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import type { GroupChat } from "../../world/group-chat.ts";
import type { Caller } from "../method.ts";
import { groupIn } from "./managed-chat.ts";

/**
 * The group or channel of which a call changes what it shows of itself: administrators may with the right to, members where
 * the group allows it. @throws {Refusal} in the words of TDLib.
 */
export function chatWithInfo(call: Arguments, caller: Caller, what: "title" | "photo" | "description"): GroupChat {
  const { bot } = caller;
  if (bot.chat(call.text("chat_id")).json.type === "private") throw badRequest(`can't change private chat ${what}`);
  const chat = groupIn(call, caller);
  const mayChange =
    chat.members.mayAdminister(bot.id, "can_change_info") ||
    (chat.json.type !== "channel" && chat.members.may(bot.id, "can_change_info"));
  if (mayChange) return chat;
  throw badRequest(`not enough rights to ${what === "description" ? "set" : "change"} chat ${what}`);
}
