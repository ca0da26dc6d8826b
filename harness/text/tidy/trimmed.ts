import type { FormattedText } from "../formatted-text.ts";
import { outerFirst } from "../outer-first.ts";
import { endOf } from "./kinds.ts";

/** Spaces and line breaks at the end go, with what is formatted there; those at the beginning only if nothing is. */
export function trimmed({ text, entities }: FormattedText): FormattedText {
  const end = text.replace(/[ \n]+$/, "").length;
  const [spaces = ""] = /^[ \n]*/.exec(text) ?? [];
  const start = Math.min(spaces.length, entities[0]?.offset ?? end, end);
  const kept = entities
    .filter(({ offset }) => offset < end)
    .map((entity) => ({
      ...entity,
      offset: entity.offset - start,
      length: Math.min(endOf(entity), end) - entity.offset,
    }));
  return { text: text.slice(start, end), entities: outerFirst(kept) };
}
