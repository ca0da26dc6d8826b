import { badRequest } from "../server/refusal.ts";
import { forumIn } from "./arguments/forum.ts";
import { pinnableChat } from "./arguments/writable-chat.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#unpinallforumtopicmessages */
export const unpinAllForumTopicMessages: BotApiMethod<"unpinAllForumTopicMessages"> = (call, caller) => {
  const { topics } = forumIn(call, caller);
  const chat = pinnableChat(call, caller.bot);
  const thread = call.integer("message_thread_id");
  if (!topics.has(thread)) throw badRequest("message thread not found");
  for (const id of [...chat.pinned]) if (chat.find(id)?.message.message_thread_id === thread) chat.unpin(id);
  return true;
};
