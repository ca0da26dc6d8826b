import { locationIn } from "./arguments/location.ts";
import { sendContent } from "./arguments/send-content.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#sendlocation */
export const sendLocation: BotApiMethod<"sendLocation"> = (call, caller) =>
  sendContent(call, caller, { content: { location: locationIn(call) } });
