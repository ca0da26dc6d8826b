import { contentToSendOn } from "../world/message-content.ts";
import { captionContent, captionOf, refuseLongCaption } from "./arguments/caption.ts";
import { withoutCaption } from "./arguments/editable.ts";
import { sendContent } from "./arguments/send-content.ts";
import { sourceChat, sourceMessage } from "./arguments/source-message.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#copymessage */
export const copyMessage: BotApiMethod<"copyMessage"> = (call, caller) => {
  const source = sourceMessage(sourceChat(call, caller.bot), call.integer("message_id"), "copy");
  const caption = captionOf(call, caller.world);
  const content = call.has("caption")
    ? { ...withoutCaption(source), ...captionContent(call, caption) }
    : contentToSendOn(source);
  const { message_id } = sendContent(call, caller, { content, check: () => refuseLongCaption(caption) });
  return { message_id };
};
