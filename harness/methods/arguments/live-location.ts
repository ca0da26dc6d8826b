import type { Location } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import { isLive } from "../../world/live-location.ts";
import type { Caller } from "../method.ts";
import { type Editable, editable, inlineOnly } from "./editable.ts";
import { markup, refuseLongButtonData } from "./markup.ts";

interface SharedLocation {
  readonly target: Editable;
  readonly location: Location;
  readonly keyboard: ReturnType<typeof inlineOnly>;
}

/** The live location a call is about. @throws {Refusal} unless there is one, and it is still shared. */
export function sharedLocation(call: Arguments, caller: Caller): SharedLocation {
  const given = markup(call);
  const target = editable(call, caller);
  const { message } = target.posted;
  if (!message.location) throw badRequest("there is no live location in the message to edit");
  if (!isLive(message)) throw badRequest("message can't be edited");
  const keyboard = inlineOnly(given);
  refuseLongButtonData(keyboard);
  return { target, location: message.location, keyboard };
}
