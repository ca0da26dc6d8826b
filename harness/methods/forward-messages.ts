import { forwarded } from "../world/forwarded.ts";
import { sendSeveral } from "./arguments/send-several.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#forwardmessages */
export const forwardMessages: BotApiMethod<"forwardMessages"> = (call, caller) =>
  sendSeveral(call, caller, "forward", forwarded);
