import { badRequest } from "../server/refusal.ts";
import { managedTopic } from "./arguments/forum.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#reopenforumtopic */
export const reopenForumTopic: BotApiMethod<"reopenForumTopic"> = (call, caller) => {
  const { chat, thread, topic } = managedTopic(call, caller, "close or open the topic");
  if (!topic.isClosed) throw badRequest("TOPIC_NOT_MODIFIED");
  chat.topics.change(thread, { isClosed: false });
  chat.tellTopic(caller.bot.user, thread, { forum_topic_reopened: {} });
  return true;
};
