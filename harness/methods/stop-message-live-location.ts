import { still } from "../world/live-location.ts";
import { edit } from "./arguments/editable.ts";
import { sharedLocation } from "./arguments/live-location.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#stopmessagelivelocation */
export const stopMessageLiveLocation: BotApiMethod<"stopMessageLiveLocation"> = (call, caller) => {
  const { target, location, keyboard } = sharedLocation(call, caller);
  return edit(target, { location: still(location) }, keyboard);
};
