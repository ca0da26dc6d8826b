import { forumIn } from "./arguments/forum.ts";
import { pinnableChat } from "./arguments/writable-chat.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#unpinallgeneralforumtopicmessages */
export const unpinAllGeneralForumTopicMessages: BotApiMethod<"unpinAllGeneralForumTopicMessages"> = (call, caller) => {
  forumIn(call, caller);
  const chat = pinnableChat(call, caller.bot);
  for (const id of [...chat.pinned]) if (!chat.find(id)?.message.is_topic_message) chat.unpin(id);
  return true;
};
