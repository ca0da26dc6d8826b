import { badRequest } from "../server/refusal.ts";
import { managedTopic } from "./arguments/forum.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#editforumtopic */
export const editForumTopic: BotApiMethod<"editForumTopic"> = (call, caller) => {
  const { bot } = caller;
  const { chat, thread, topic } = managedTopic(call, caller, "edit the topic");
  const name = call.text("name").trim().slice(0, 128);
  if (call.has("name") && call.text("name") !== "" && name === "") throw badRequest("title must be non-empty");
  const emoji = call.has("icon_custom_emoji_id") ? call.text("icon_custom_emoji_id") : undefined;
  const changes = {
    ...(name && name !== topic.name && { name }),
    ...(emoji !== undefined && emoji !== topic.icon_custom_emoji_id && { icon_custom_emoji_id: emoji }),
  };
  if (Object.keys(changes).length === 0) throw badRequest("TOPIC_NOT_MODIFIED");
  chat.topics.change(thread, changes);
  chat.tellTopic(bot.user, thread, { forum_topic_edited: changes });
  return true;
};
