import type { Location } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";

/** @throws {Refusal} unless the call names a point on Earth. */
export function locationIn(call: Arguments): Location {
  const latitude = coordinate(call, "latitude", 90);
  const longitude = coordinate(call, "longitude", 180);
  const accuracy = Number(call.text("horizontal_accuracy"));
  const details = ["live_period", "heading", "proximity_alert_radius"].filter((name) => call.integer(name) > 0);
  return {
    latitude,
    longitude,
    ...(accuracy > 0 && { horizontal_accuracy: Math.min(accuracy, 1500) }),
    ...Object.fromEntries(details.map((name) => [name, call.integer(name)])),
  };
}

/** The wording for a point beyond the Earth is ours: Telegram's own is not known. */
function coordinate(call: Arguments, name: "latitude" | "longitude", most: number): number {
  const text = call.text(name);
  if (text === "") throw badRequest(`parameter "${name}" is required`);
  const value = Number(text);
  if (!(Math.abs(value) <= most)) throw badRequest(`wrong ${name} specified`);
  return value;
}
