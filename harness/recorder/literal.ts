import type { Part } from "./variable-parts.ts";

/** A text as a literal of TypeScript, on one line, with nothing in it that is not seen. */
export const quoted = (text: string): string => JSON.stringify(text).replace(unseen, inHex);

/**
 * What `toSee` is to look for: a string, a template if a person's id is in it, a regular expression if something is that
 * changes from run to run.
 */
export function wanted(parts: readonly Part[], idOf: (person: number) => string): string {
  if (parts.some((part) => "pattern" in part)) {
    return `/${parts.map((part) => ("text" in part ? escaped(part.text) : "pattern" in part ? part.pattern : "\\d+")).join("")}/`;
  }
  if (!parts.some((part) => "person" in part)) return quoted(parts.map((part) => "text" in part && part.text).join(""));
  const inTemplate = (part: Part) =>
    "text" in part ? templated(part.text) : "person" in part ? `\${${idOf(part.person)}}` : "";
  return `\`${parts.map(inTemplate).join("")}\``;
}

const templated = (text: string) =>
  quoted(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("`", "\\`").replaceAll("${", "\\${");

/** As the source of a regular expression that finds just this. */
const escaped = (text: string) =>
  text
    .replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\t", "\\t")
    .replace(unseen, inHex);

/** Ends a line, turns the direction of writing, or is no character at all. */
const unseen = /[\p{Cc}\p{Cs}\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
const inHex = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`;
