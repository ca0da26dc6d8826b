import { contentToSendOn } from "../world/message-content.ts";
import { withoutCaption } from "./arguments/editable.ts";
import { sendSeveral } from "./arguments/send-several.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#copymessages */
export const copyMessages: BotApiMethod<"copyMessages"> = (call, caller) =>
  sendSeveral(call, caller, "copy", call.boolean("remove_caption") ? withoutCaption : contentToSendOn);
