import { badRequest } from "../server/refusal.ts";
import { tellServiceMessage } from "../world/service-message.ts";
import { managedGeneral } from "./arguments/forum.ts";
import type { BotApiMethod } from "./method.ts";

/** An open one is closed, too. @see https://core.telegram.org/bots/api#hidegeneralforumtopic */
export const hideGeneralForumTopic: BotApiMethod<"hideGeneralForumTopic"> = (call, caller) => {
  const chat = managedGeneral(call, caller, "hide the topic");
  if (chat.topics.general.isHidden) throw badRequest("TOPIC_NOT_MODIFIED");
  Object.assign(chat.topics.general, { isClosed: true, isHidden: true });
  tellServiceMessage(chat, caller.bot.user, { general_forum_topic_hidden: {} });
  return true;
};
