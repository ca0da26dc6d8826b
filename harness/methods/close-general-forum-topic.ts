import { badRequest } from "../server/refusal.ts";
import { tellServiceMessage } from "../world/service-message.ts";
import { managedGeneral } from "./arguments/forum.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#closegeneralforumtopic */
export const closeGeneralForumTopic: BotApiMethod<"closeGeneralForumTopic"> = (call, caller) => {
  const chat = managedGeneral(call, caller, "close or open the topic");
  if (chat.topics.general.isClosed) throw badRequest("TOPIC_NOT_MODIFIED");
  Object.assign(chat.topics.general, { isClosed: true });
  tellServiceMessage(chat, caller.bot.user, { forum_topic_closed: {} });
  return true;
};
