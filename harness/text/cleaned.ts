import type { MessageEntity } from "@grammyjs/types";
import type { FormattedText } from "./formatted-text.ts";

/** Telegram's own tidying: odd characters go, white space around the text goes, entities move along or vanish. */
export function cleaned(given: FormattedText): FormattedText {
  const { text, entities } = without(unwanted, { ...given, text: given.text.replace(controls, " ") });
  const end = text.trimEnd().length;
  const start = end - text.slice(0, end).trimStart().length;
  if (start === 0 && end === text.length) return { text, entities };
  return {
    text: text.slice(start, end),
    entities: entities.flatMap((entity) => moved(entity, (at) => clamp(at, start, end) - start)),
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what Telegram replaces.
const controls = /[\u0000-\u0009\u000b\u000c\u000e-\u001f]/g;
const unwanted = /\r|[\u2028-\u202e]|\u0333|\u033f|\u030a/g;

function without(pattern: RegExp, { text, entities }: FormattedText): FormattedText {
  const gone = [...text.matchAll(pattern)].map(({ index }) => index);
  if (gone.length === 0) return { text, entities };
  const place = (at: number) => at - gone.filter((index) => index < at).length;
  return { text: text.replace(pattern, ""), entities: entities.flatMap((entity) => moved(entity, place)) };
}

function moved(entity: MessageEntity, place: (at: number) => number): MessageEntity[] {
  const offset = place(entity.offset);
  const length = place(entity.offset + entity.length) - offset;
  return length > 0 ? [{ ...entity, offset, length }] : [];
}

const clamp = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value));
