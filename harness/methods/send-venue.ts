import { locationIn } from "./arguments/location.ts";
import { required } from "./arguments/required.ts";
import { sendContent } from "./arguments/send-content.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#sendvenue */
export const sendVenue: BotApiMethod<"sendVenue"> = (call, caller) => {
  const ids = (["foursquare_id", "foursquare_type", "google_place_id", "google_place_type"] as const).filter(
    (name) => call.text(name) !== "",
  );
  const venue = {
    location: locationIn(call),
    title: required(call, "title"),
    address: required(call, "address"),
    ...Object.fromEntries(ids.map((name) => [name, call.text(name)])),
  };
  // Old clients show the place alone.
  return sendContent(call, caller, { content: { venue, location: venue.location } });
};
