import { managedTopic } from "./arguments/forum.ts";
import type { BotApiMethod } from "./method.ts";

/**
 * Takes the topic away with all its messages.
 *
 * @see https://core.telegram.org/bots/api#deleteforumtopic
 */
export const deleteForumTopic: BotApiMethod<"deleteForumTopic"> = (call, caller) => {
  const { chat, thread } = managedTopic(call, caller, "delete the topic");
  const isInside = ({ message_id, message_thread_id }: { message_id: number; message_thread_id?: number }) =>
    message_thread_id === thread || message_id === thread;
  for (const posted of [...chat.visible()]) if (isInside(posted.message)) chat.delete(posted, caller.bot.id);
  chat.topics.delete(thread);
  return true;
};
