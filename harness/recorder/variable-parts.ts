/** What one run cannot know of the next: how it looks, and the source of a pattern that fits it in every run. */
const kinds: readonly (readonly [looks: string, pattern: (found: string) => string])[] = [
  [String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?`, digitByDigit],
  [String.raw`\d{4}-\d\d-\d\d`, digitByDigit],
  [String.raw`\d{1,2}:\d\d(?::\d\d)?`, (found) => found.replace(/\d+/g, String.raw`\d+`)],
  ["[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", () => "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"],
  // Letters and digits both, or it is a word or a number.
  ["(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{8,}", (found) => `[0-9a-f]{${found.length}}`],
  [String.raw`\d+(?:\.\d+)?(?= ?ms\b)`, () => String.raw`\d+(?:\.\d+)?`],
];

const alone = (looks: string) => new RegExp(`(?<![0-9A-Za-z])(?:${looks})(?![0-9A-Za-z])`, "g");
const anyKind = alone(kinds.map(([looks]) => `(${looks})`).join("|"));

/** A part of a text: as it is, a person's id, or the source of a pattern for what is different in every run. */
export type Part = { readonly text: string } | { readonly person: number } | { readonly pattern: string };

/**
 * Tells what changes from run to run (times, random hexadecimal ids, UUIDs, durations in ms, people's ids) from what
 * does not. Other numbers, such as counts, stay as they are: whether they change, one run cannot tell.
 *
 * @param isSaid whether a person has said this: they will say the same again.
 */
export function partsOf(text: string, people: readonly number[], isSaid: (part: string) => boolean): readonly Part[] {
  const parts = split(text, anyKind, ([found, ...groups]) => {
    const pattern = kinds[groups.findIndex((group) => group !== undefined)]?.[1];
    return pattern && !isSaid(found) ? { pattern: pattern(found) } : undefined;
  });
  if (people.length === 0) return parts;
  const ids = alone(people.join("|"));
  return parts.flatMap((part) =>
    "text" in part ? split(part.text, ids, ([found]) => (isSaid(found) ? undefined : { person: Number(found) })) : part,
  );
}

function split(text: string, looks: RegExp, partFor: (match: RegExpExecArray) => Part | undefined): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(looks)) {
    const part = partFor(match);
    if (!part) continue;
    if (match.index > at) parts.push({ text: text.slice(at, match.index) });
    parts.push(part);
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

function digitByDigit(found: string): string {
  return found.replace(/\d+|[.+]/g, (part) => patternFor[part.length]?.(part) ?? String.raw`\d+`);
}

const patternFor: Readonly<Record<number, (part: string) => string>> = {
  1: (part) => (part === "." || part === "+" ? `\\${part}` : String.raw`\d`),
  2: () => String.raw`\d\d`,
  4: () => String.raw`\d{4}`,
};
