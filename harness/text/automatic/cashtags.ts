import { hashtagLetter } from "./characters.ts";
import { type Found, found } from "./found.ts";

/** `$USD` and `$USD@channel`: one to eight capitals, or the one name with a digit. */
export const cashtags = (text: string): Found[] =>
  [...text.matchAll(pattern)].map(({ 0: all, index }) => found("cashtag", index, index + all.length));

const outside = `[${hashtagLetter}$]`;
const channel = "@[A-Za-z0-9_]{3,32}(?![A-Za-z0-9_])";
const pattern = new RegExp(
  String.raw`(?<!${outside})\$(?:1INCH|[A-Z]{1,8}(?![A-Z]))(?:${channel}|(?!${channel}))(?!${outside})`,
  "gu",
);
