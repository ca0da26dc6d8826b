import { badRequest } from "../server/refusal.ts";
import { managedChat } from "./arguments/managed-chat.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#setchatdescription */
export const setChatDescription: BotApiMethod<"setChatDescription"> = (call, caller) => {
  const description = call.text("description").trim();
  const chat = managedChat(call, caller, "can_change_info", "set chat description");
  if (description === chat.description) throw badRequest("chat description is not modified");
  chat.description = description.slice(0, 255);
  return true;
};
