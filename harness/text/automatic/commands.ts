import { wordCharacter } from "./characters.ts";
import { type Found, found } from "./found.ts";

/** `/command` and `/command@my_bot`, anywhere in a text. */
export const commands = (text: string): Found[] =>
  [...text.matchAll(pattern)].map(({ 0: all, index }) => found("bot_command", index, index + all.length));

const outside = `[${wordCharacter}/<>]`;
const pattern = new RegExp(
  String.raw`(?<!${outside})\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32}|(?!@))(?!${outside})`,
  "gu",
);
