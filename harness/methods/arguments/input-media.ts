import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import type { MediaKind } from "../../world/media.ts";

/** One `InputMedia`, read as leniently as the arguments of a call. */
export interface InputMedia {
  readonly kind: MediaKind;
  readonly call: Arguments;
}

const kinds: ReadonlySet<unknown> = new Set(["photo", "video", "animation", "audio", "document"]);

/** @throws {Refusal} in Telegram's words. */
export function inputMedia(call: Arguments): InputMedia {
  const given = call.json("media", "input media");
  if (given === undefined) throw badRequest(`parameter "media" is required`);
  return one(given, call);
}

/** @throws {Refusal} in Telegram's words. */
export function inputMediaList(call: Arguments): InputMedia[] {
  const given = call.json("media", "media");
  if (given === undefined) throw badRequest(`parameter "media" is required`);
  if (!Array.isArray(given)) throw badRequest("expected an Array of InputMedia");
  return given.map((each) => one(each, call));
}

function one(given: unknown, call: Arguments): InputMedia {
  const unparsable = (reason: string) => badRequest(`can't parse InputMedia: ${reason}`);
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw unparsable("expected an Object");
  const fields = new Map(Object.entries(given));
  const type = fields.get("type");
  if (type === undefined) throw unparsable(`Can't find field "type"`);
  if (!kinds.has(type)) throw unparsable("invalid input media type specified");
  if (!fields.has("media")) throw unparsable(`Can't find field "media"`);
  return { kind: type as MediaKind, call: call.within(fields) };
}
