import { forwarded } from "../world/forwarded.ts";
import { sendContent } from "./arguments/send-content.ts";
import { sourceChat, sourceMessage } from "./arguments/source-message.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#forwardmessage */
export const forwardMessage: BotApiMethod<"forwardMessage"> = (call, caller) => {
  const source = sourceMessage(sourceChat(call, caller.bot), call.integer("message_id"), "forward");
  return sendContent(call, caller, { content: forwarded(source) });
};
