import { endOfPath } from "./characters.ts";
import { type Found, found } from "./found.ts";

/** `tg://resolve?domain=x` and `ton://...`, even right behind a letter. */
export function tgAddresses(text: string): Found[] {
  const addresses: Found[] = [];
  const pattern = /:\/\/[A-Za-z0-9_-]{1,253}/g;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const { index } = match;
    const begin = schemeBegin(text, index);
    const end = endOfPath(text, pattern.lastIndex);
    if (begin === undefined) {
      pattern.lastIndex = index + 1;
      continue;
    }
    addresses.push(found("url", begin, end));
    // TDLib looks no further where the rest is too short for a whole address, even if its scheme began before.
    if (Buffer.byteLength(text.slice(end)) < shortest) break;
    pattern.lastIndex = end;
  }
  return addresses;
}

/** As in `tg://x`, in bytes. */
const shortest = 6;

/** Of `tonsite` TDLib takes only the last three letters. */
function schemeBegin(text: string, colon: number): number | undefined {
  const before = text.slice(Math.max(colon - 7, 0), colon);
  if (/tg$/i.test(before)) return colon - 2;
  return /(?:ton|tonsite)$/i.test(before) ? colon - 3 : undefined;
}
