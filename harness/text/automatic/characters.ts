/** For use within a character class. */
export const wordCharacter = String.raw`\p{L}\p{N}_`;

/** Letters and digits, the middle dot, the zero-width non-joiner, and all that Sinhala has. */
export const hashtagLetter = String.raw`\p{L}\p{Nd}_\u200c\u00b7\u0d80-\u0dff`;

const separator = /\p{Z}/u;

/** No space, and of the general punctuation only joiners and dashes. */
export const isInAddress = (character: string) =>
  character >= "\u2000" && character <= "\u206f"
    ? /\u200c|\u200d|[\u2010-\u2015]/.test(character)
    : !separator.test(character);

export const isInPath = (character: string) => !/[\n<>"«»]/.test(character) && isInAddress(character);

/** The first place at or after `from` whose character is not accepted. */
export function endOfRun(text: string, from: number, accepts: (character: string) => boolean): number {
  let at = from;
  while (at < text.length) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (!accepts(character)) break;
    at += character.length;
  }
  return at;
}

/** The first place, going back from `from` to `floor`, from which on all characters are accepted. */
export function beginOfRun(text: string, from: number, floor: number, accepts: (character: string) => boolean): number {
  let at = from;
  while (at > floor) {
    const character = characterBefore(text, at);
    if (!accepts(character)) break;
    at -= character.length;
  }
  return at;
}

export function characterBefore(text: string, at: number): string {
  const isPair = at > 1 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 2, at));
  return text.slice(isPair ? at - 2 : Math.max(at - 1, 0), at);
}

/** Where a path that begins at `at` with `/`, `?` or `#` ends; punctuation that ends a sentence is none of it. */
export function endOfPath(text: string, at: number): number {
  if (!/^[/?#]/.test(text.charAt(at))) return at;
  let end = endOfRun(text, at + 1, isInPath);
  while (end > at + 1 && sentenceEnd.includes(text.charAt(end - 1))) end--;
  return text.charAt(at) === "/" || end > at + 1 ? end : at;
}

export const sentenceEnd = ".:;,('?!`";
