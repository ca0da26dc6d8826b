import { badRequest } from "../server/refusal.ts";
import { endWhenDue, FOR_EVER_S } from "../world/live-location.ts";
import { edit, unlessUnchanged } from "./arguments/editable.ts";
import { sharedLocation } from "./arguments/live-location.ts";
import { courseIn, locationIn } from "./arguments/location.ts";
import type { BotApiMethod } from "./method.ts";

const DAY_S = 86_400;

/** @see https://core.telegram.org/bots/api#editmessagelivelocation */
export const editMessageLiveLocation: BotApiMethod<"editMessageLiveLocation"> = (call, caller) => {
  const where = { ...locationIn(call), ...courseIn(call) };
  const { target, location, keyboard } = sharedLocation(call, caller);
  const { chat, posted } = target;
  const before = location.live_period ?? 0;
  const period = call.integer("live_period") || before;
  // The limits are documented, the wording is ours.
  const isTooLong = period !== FOR_EVER_S && (period > before + DAY_S || period > 90 * DAY_S);
  if (isTooLong || period < 0) throw badRequest("wrong live location period specified");
  const content = { location: { ...where, live_period: period } };
  unlessUnchanged(posted.message, content, keyboard);
  const edited = edit(target, content, keyboard);
  if (period !== before) endWhenDue(chat, posted.message.message_id);
  return edited;
};
