import { endWhenDue } from "../world/live-location.ts";
import { liveLocationIn } from "./arguments/location.ts";
import { sendContent } from "./arguments/send-content.ts";
import type { BotApiMethod } from "./method.ts";

/** With a period, one that can be moved for so long. @see https://core.telegram.org/bots/api#sendlocation */
export const sendLocation: BotApiMethod<"sendLocation"> = (call, caller) => {
  const message = sendContent(call, caller, { content: { location: liveLocationIn(call) } });
  endWhenDue(caller.bot.chat(String(message.chat.id)), message.message_id);
  return message;
};
