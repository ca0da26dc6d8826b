import { badRequest } from "../server/refusal.ts";
import { tellServiceMessage } from "../world/service-message.ts";
import { managedGeneral } from "./arguments/forum.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#unhidegeneralforumtopic */
export const unhideGeneralForumTopic: BotApiMethod<"unhideGeneralForumTopic"> = (call, caller) => {
  const chat = managedGeneral(call, caller, "hide the topic");
  if (!chat.topics.general.isHidden) throw badRequest("TOPIC_NOT_MODIFIED");
  Object.assign(chat.topics.general, { isHidden: false });
  tellServiceMessage(chat, caller.bot.user, { general_forum_topic_unhidden: {} });
  return true;
};
