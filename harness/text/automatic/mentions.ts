import { wordCharacter } from "./characters.ts";
import { type Found, found } from "./found.ts";

/** `@username`, of four letters or more, but for a few famous ones. */
export function mentions(text: string): Found[] {
  return [...text.matchAll(pattern)]
    .filter(([, name = ""]) => name.length >= 4 || shortNames.has(name.toLowerCase()))
    .map(({ 0: all, index }) => found("mention", index, index + all.length));
}

const pattern = new RegExp(`(?<![${wordCharacter}])@([A-Za-z0-9_]{2,32})(?![${wordCharacter}])`, "gu");

const shortNames: ReadonlySet<string> = new Set(["gif", "nft", "pic", "ufc", "vid"]);
