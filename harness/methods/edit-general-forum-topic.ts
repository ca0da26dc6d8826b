import { badRequest } from "../server/refusal.ts";
import { tellServiceMessage } from "../world/service-message.ts";
import { managedGeneral } from "./arguments/forum.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#editgeneralforumtopic */
export const editGeneralForumTopic: BotApiMethod<"editGeneralForumTopic"> = (call, caller) => {
  const chat = managedGeneral(call, caller, "edit the topic");
  const name = call.text("name").trim().slice(0, 128);
  if (name === "") throw badRequest("title must be non-empty");
  if (name === chat.topics.general.name) throw badRequest("TOPIC_NOT_MODIFIED");
  chat.topics.general.name = name;
  tellServiceMessage(chat, caller.bot.user, { forum_topic_edited: { name } });
  return true;
};
