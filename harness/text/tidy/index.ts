import { badRequest } from "../../server/refusal.ts";
import type { FormattedText } from "../formatted-text.ts";
import { cleaned } from "./cleaned.ts";
import { refuseBadPlaces } from "./refuse-bad-places.ts";
import { untangled } from "./untangled.ts";

export { limited } from "./limited.ts";
export { trimmed } from "./trimmed.ts";
export { untangled } from "./untangled.ts";

/**
 * A text as Telegram stores it, but for the trimming: odd characters are gone, entities neither cross nor lie empty. Of
 * white space alone nothing is left.
 *
 * @throws {Refusal} if an entity begins or ends where nothing can.
 */
export function tidied({ text, entities }: FormattedText): FormattedText {
  for (const { offset, length } of entities) {
    if (offset < 0 || offset > farthest) throw badRequest(`Receive an entity with incorrect offset ${offset}`);
    if (length < 0 || length > farthest) throw badRequest(`Receive an entity with incorrect length ${length}`);
  }
  const sound = untangled(entities.filter(({ length }) => length > 0));
  refuseBadPlaces(text, sound);
  const clean = cleaned({ text, entities: sound });
  if (/^[ \n]*$/.test(clean.text)) return { text: "", entities: [] };
  return { text: clean.text, entities: untangled(clean.entities) };
}

const farthest = 1_000_000;

/** Made of nothing one can see: spaces of all kinds, marks without width, tags. */
export const isInvisible = (text: string) => invisible.test(text);

const invisible =
  /^[ \n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc\u{e0000}-\u{e007f}]*$/u;
