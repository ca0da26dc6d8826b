import { badRequest } from "../server/refusal.ts";
import { openTopic } from "../world/open-topic.ts";
import { forumIn } from "./arguments/forum.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#createforumtopic */
export const createForumTopic: BotApiMethod<"createForumTopic"> = (call, caller) => {
  const chat = forumIn(call, caller);
  if (!chat.members.mayAdminister(caller.bot.id, "can_manage_topics")) {
    throw badRequest("not enough rights to create a topic");
  }
  const name = call.text("name").trim().slice(0, 128);
  if (name === "") throw badRequest("title must be non-empty");
  const color = call.integer("icon_color");
  const emoji = call.text("icon_custom_emoji_id");
  return openTopic(chat, caller.bot.user, {
    name,
    ...(color > 0 && { icon_color: color }),
    ...(emoji && { icon_custom_emoji_id: emoji }),
  });
};
