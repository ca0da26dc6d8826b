import { hashtagLetter } from "./characters.ts";
import { type Found, found } from "./found.ts";

/** `#hashtag` and `#hashtag@channel`. It needs a letter; beyond its 256th character it is cut; another `#` behind it spoils it. */
export function hashtags(text: string): Found[] {
  const tags: Found[] = [];
  for (const { index, groups } of text.matchAll(pattern)) {
    const { tag = "", surplus = "" } = groups ?? {};
    const tagEnd = index + 1 + tag.length;
    const channel = surplus === "" ? channelAt(text, tagEnd) : "";
    const end = tagEnd + channel.length;
    if (/\p{L}/u.test(tag) && text.charAt(end + surplus.length) !== "#") tags.push(found("hashtag", index, end));
  }
  return tags;
}

const pattern = new RegExp(
  `(?<![${hashtagLetter}])#(?<tag>[${hashtagLetter}]{1,256})(?<surplus>[${hashtagLetter}]*)`,
  "gu",
);

function channelAt(text: string, at: number): string {
  const channel = /@[A-Za-z0-9_]{3,32}/y;
  channel.lastIndex = at;
  return channel.exec(text)?.[0] ?? "";
}
