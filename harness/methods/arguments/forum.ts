import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import type { GroupChat } from "../../world/group-chat.ts";
import type { Caller } from "../method.ts";
import { groupIn } from "./managed-chat.ts";

/** @throws {Refusal} unless the call names a group with topics. */
export function forumIn(call: Arguments, caller: Caller): GroupChat {
  const chat = groupIn(call, caller);
  if (!("is_forum" in chat.json && chat.json.is_forum)) throw badRequest("the chat is not a forum");
  return chat;
}

/** @throws {Refusal} unless the call names a forum whose General topic the bot may manage. */
export function managedGeneral(call: Arguments, caller: Caller, what: string): GroupChat {
  const chat = forumIn(call, caller);
  if (!chat.members.mayAdminister(caller.bot.id, "can_manage_topics")) throw badRequest(`not enough rights to ${what}`);
  return chat;
}

/**
 * The topic a call is about, which the bot may manage: with the right to, or because it opened it.
 * @param what completes "not enough rights to …", as TDLib words it.
 */
export function managedTopic(call: Arguments, caller: Caller, what: string) {
  const chat = forumIn(call, caller);
  const thread = call.integer("message_thread_id");
  if (thread <= 0) throw badRequest("invalid forum topic identifier specified");
  const topic = chat.topics.find(thread);
  if (!topic) throw badRequest("TOPIC_ID_INVALID");
  const { bot } = caller;
  const right = what === "delete the topic" ? "can_delete_messages" : "can_manage_topics";
  if (topic.by !== bot.id && !chat.members.mayAdminister(bot.id, right))
    throw badRequest(`not enough rights to ${what}`);
  return { chat, thread, topic };
}
