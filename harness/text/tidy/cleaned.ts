import type { MessageEntity } from "@grammyjs/types";
import type { FormattedText } from "../formatted-text.ts";

/** Odd characters go, control characters become spaces; entities move along, or vanish. */
export function cleaned({ text, entities }: FormattedText): FormattedText {
  const gone = [...text.matchAll(unwanted)].map(({ index }) => index);
  const place = (at: number) => at - gone.filter((index) => index < at).length;
  return {
    text: cleanedText(text),
    entities: gone.length === 0 ? entities : entities.flatMap((entity) => moved(entity, place)),
  };
}

/** The same for a text that has no entities: an address, a language. */
export const cleanedText = (text: string) =>
  text.replace(unwanted, "").replace(controls, " ").replace(marksBeforeAnother, "\u200c");

/** Line separators, embeddings and overrides of direction, and marks that draw over the lines above and below. */
const unwanted = /\r|[\u2028-\u202e]|\u0333|\u033f|\u030a/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what Telegram replaces.
const controls = /[\0-\t\v\f\x0e-\x1f]/g;

/** Of several marks of direction in a row only the last counts. */
const marksBeforeAnother = /[\u200e\u200f](?=[\u200e\u200f])/g;

function moved(entity: MessageEntity, place: (at: number) => number): MessageEntity[] {
  const offset = place(entity.offset);
  const length = place(entity.offset + entity.length) - offset;
  return length > 0 ? [{ ...entity, offset, length }] : [];
}
