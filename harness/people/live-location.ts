import type { Message } from "@grammyjs/types";
import type { Posted } from "../world/chat.ts";
import { isLive, still } from "../world/live-location.ts";
import type { Place, Presence } from "./presence.ts";

interface Move {
  readonly latitude: number;
  readonly longitude: number;
  readonly heading?: number;
  readonly in?: Place;
}

/** See `User.moveLocation`. */
export function move(user: Presence, message: Message, { in: place, latitude, longitude, heading }: Move): Message {
  const posted = shared(user, message, place);
  const location = { ...posted.message.location, latitude, longitude, ...(heading !== undefined && { heading }) };
  return user.chat(place).edit(posted, { location }, undefined);
}

/** See `User.stopLocation`. */
export function stop(user: Presence, message: Message, { in: place }: { readonly in?: Place }): Message {
  const posted = shared(user, message, place);
  const { location } = posted.message;
  return user.chat(place).edit(posted, location ? { location: still(location) } : {}, undefined);
}

function shared(user: Presence, { message_id }: Message, place: Place | undefined): Posted {
  const posted = user.chat(place).find(message_id);
  if (posted?.by === user.id && isLive(posted.message)) return posted;
  throw new Error(`${user.firstName} does not share a location in message ${message_id}, or no longer.`);
}
