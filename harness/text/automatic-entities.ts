import type { MessageEntity } from "@grammyjs/types";
import type { FormattedText } from "./formatted-text.ts";
import { isTopLevelDomain } from "./top-level-domains.ts";

/** What Telegram finds in a text by itself: commands, mentions, links, ... Never inside code or another link. */
export function automaticEntities({ text, entities }: FormattedText): MessageEntity[] {
  if (!/[/@#$.]/.test(text)) return [];
  const taken: Span[] = entities.filter(({ type }) => opaque.has(type));
  const found: MessageEntity[] = [];
  for (const { type, pattern, accepts } of kinds) {
    for (const match of text.matchAll(pattern)) {
      const part = trimmed(type, match[0]);
      const span = { offset: match.index, length: part.length };
      if ((accepts && !accepts(match)) || taken.some((other) => overlap(span, other))) continue;
      taken.push(span);
      found.push({ type, ...span });
    }
  }
  return found;
}

interface Span {
  readonly offset: number;
  readonly length: number;
}

interface Kind {
  readonly type: "email" | "url" | "bot_command" | "mention" | "hashtag" | "cashtag";
  readonly pattern: RegExp;
  readonly accepts?: (match: RegExpExecArray) => boolean;
}

/** Earlier ones win where two overlap. */
const kinds: readonly Kind[] = [
  {
    type: "email",
    pattern: /(?<![\p{L}\p{N}_.+-])[\w.+-]+@(?:[a-z0-9-]+\.)+(?<tld>[a-z]{2,})(?![\p{L}\p{N}_])/giu,
    accepts: ({ groups }) => isTopLevelDomain(groups?.tld),
  },
  { type: "url", pattern: /(?<![\p{L}\p{N}_])tg:\/\/[\w-]+[^\s<>]*/giu },
  {
    type: "url",
    pattern:
      /(?<![\p{L}\p{N}_@.-])(?:https?:\/\/)?(?:(?:[\p{L}\p{N}_-]+\.)+(?<tld>\p{L}{2,})|(?<ip>\d{1,3}(?:\.\d{1,3}){3}))(?![\p{L}\p{N}_@-]|\.\p{N})(?::\d{1,5})?(?:[/?#][^\s<>]*)?/giu,
    accepts: ({ groups }) =>
      groups?.ip ? groups.ip.split(".").every((part) => Number(part) < 256) : isTopLevelDomain(groups?.tld),
  },
  {
    type: "bot_command",
    pattern: /(?<![\p{L}\p{N}_/<>])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\p{L}\p{N}_/<>])/gu,
  },
  {
    type: "mention",
    pattern: /(?<![\p{L}\p{N}_])@([A-Za-z0-9_]{2,32})(?![\p{L}\p{N}_])/gu,
    accepts: ([, name = ""]) => name.length >= 4 || shortNames.has(name.toLowerCase()),
  },
  {
    type: "hashtag",
    pattern: /(?<![\p{L}\p{N}_\u200c])#[\p{L}\p{N}_\u200c]{1,256}(?![\p{L}\p{N}_\u200c]*#)/gu,
    accepts: ([tag]) => /\p{L}/u.test(tag),
  },
  { type: "cashtag", pattern: /(?<![$\p{L}\p{N}_])\$(?:1INCH|[A-Z]{1,8})(?![$\p{L}\p{N}_])/gu },
];

const shortNames: ReadonlySet<string> = new Set(["gif", "nft", "pic", "ufc", "vid"]);
const opaque: ReadonlySet<string> = new Set(["code", "pre", "text_link", "text_mention", "custom_emoji"]);

/** Punctuation that ends a sentence does not belong to its last link. */
const trimmed = (type: string, part: string) => (type === "url" ? part.replace(/[.,;:!?'")\]}]+$/, "") : part);

const overlap = (one: Span, other: Span) =>
  one.offset < other.offset + other.length && other.offset < one.offset + one.length;
