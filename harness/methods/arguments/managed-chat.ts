import type { User } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import { GroupChat } from "../../world/group-chat.ts";
import type { Right } from "../../world/members.ts";
import type { Caller } from "../method.ts";

/** The group or channel a call names, of which the bot must be a member. @throws {Refusal} */
export function groupIn(call: Arguments, { bot }: Caller): GroupChat {
  const chat = bot.chat(call.text("chat_id"));
  if (!(chat instanceof GroupChat)) throw badRequest("method is available for supergroup and channel chats only");
  const refusal = chat.bots.has(bot) && !chat.migratedTo ? undefined : chat.refusalFor(bot);
  if (refusal) throw refusal;
  return chat;
}

/**
 * The same, where the bot must have a right.
 * @param what completes "not enough rights to …", as TDLib words it.
 */
export function managedChat(
  call: Arguments,
  caller: Caller,
  right: Right,
  what: string,
  kinds: GroupKinds = anyKind,
): GroupChat {
  const chat = groupIn(call, caller);
  refuseOthers(chat, kinds);
  if (!chat.members.mayAdminister(caller.bot.id, right)) throw badRequest(`not enough rights to ${what}`);
  return chat;
}

/** Some methods are for some kinds of group only. */
type GroupKinds = readonly GroupChat["json"]["type"][];
const anyKind: GroupKinds = ["group", "supergroup", "channel"];
export const supergroups: GroupKinds = ["supergroup"];
export const supergroupsAndChannels: GroupKinds = ["supergroup", "channel"];

function refuseOthers({ json }: GroupChat, kinds: GroupKinds): void {
  if (kinds.includes(json.type)) return;
  throw badRequest(
    kinds.includes("channel")
      ? "method is available for supergroup and channel chats only"
      : "method is available only for supergroups",
  );
}

/** The user a call names: a person or a bot. @throws {Refusal} */
export function userIn(call: Arguments, { world }: Caller): User {
  const id = call.integer("user_id");
  if (id <= 0) throw badRequest("invalid user_id specified");
  const user = world.user(id) ?? world.botOf(id)?.user;
  if (!user) throw badRequest("user not found");
  return user;
}
