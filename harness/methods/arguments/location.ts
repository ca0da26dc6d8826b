import type { Location } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import { FOR_EVER_S } from "../../world/live-location.ts";

/** @throws {Refusal} unless the call names a point on Earth. */
export function locationIn(call: Arguments): Location {
  const latitude = coordinate(call, "latitude", 90);
  const longitude = coordinate(call, "longitude", 180);
  const accuracy = Number(call.text("horizontal_accuracy"));
  return { latitude, longitude, ...(accuracy > 0 && { horizontal_accuracy: Math.min(accuracy, 1500) }) };
}

/** The same as it is shared live, if it is. @throws {Refusal} */
export function liveLocationIn(call: Arguments): Location {
  const period = call.integer("live_period");
  if (period === 0) return locationIn(call);
  if (period !== FOR_EVER_S && (period < LEAST_S || period > DAY_S)) {
    throw badRequest("wrong live location period specified");
  }
  return { ...locationIn(call), live_period: period, ...courseIn(call) };
}

/** Where somebody who shares their location is heading. */
export function courseIn(call: Arguments): Partial<Location> {
  const heading = call.integer("heading", { min: 0, max: 360 });
  const radius = call.integer("proximity_alert_radius", { min: 0, max: 100_000 });
  return { ...(heading > 0 && { heading }), ...(radius > 0 && { proximity_alert_radius: radius }) };
}

const LEAST_S = 60;
const DAY_S = 86_400;

/** The wording for a point beyond the Earth is ours: Telegram's own is not known. */
function coordinate(call: Arguments, name: "latitude" | "longitude", most: number): number {
  const text = call.text(name);
  if (text === "") throw badRequest(`parameter "${name}" is required`);
  const value = Number(text);
  if (!(Math.abs(value) <= most)) throw badRequest(`wrong ${name} specified`);
  return value;
}
