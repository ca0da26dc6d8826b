import { badRequest } from "../server/refusal.ts";
import { isTooLong, messageText, textContent } from "./arguments/message-text.ts";
import { sendContent } from "./arguments/send-content.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#sendmessage */
export const sendMessage: BotApiMethod<"sendMessage"> = (call, caller) => {
  const text = messageText(call, caller.world);
  return sendContent(call, caller, {
    content: textContent(text),
    check: () => {
      if (isTooLong(text)) throw badRequest("message is too long");
    },
  });
};
