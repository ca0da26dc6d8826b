import { badRequest } from "../server/refusal.ts";
import { chatWithInfo } from "./arguments/chat-with-info.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#setchatdescription */
export const setChatDescription: BotApiMethod<"setChatDescription"> = (call, caller) => {
  const description = call.text("description").trim();
  const chat = chatWithInfo(call, caller, "description");
  if (description === chat.description) throw badRequest("chat description is not modified");
  chat.description = description.slice(0, 255);
  return true;
};
