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

const letter = String.raw`[\p{L}\p{N}\p{So}_-]`;
const host = String.raw`(?<host>(?:${letter}+\.)+(?<tld>[\p{L}\p{So}]{2,})|(?<ip>\d{1,3}(?:\.\d{1,3}){3}))(?!${letter}|\.\p{N})`;
const rest = String.raw`(?::\d{1,5})?(?:[/?#][^\s<>]*)?`;

/** Earlier ones win where two overlap. */
const kinds: readonly Kind[] = [
  { type: "url", pattern: /(?<![\p{L}\p{N}_])tg:\/\/[\w-]+[^\s<>]*/giu },
  {
    type: "url",
    pattern: new RegExp(String.raw`(?<!${letter})(?:https?|ftp)://(?:[^\s/@<>]+@)?${host}${rest}`, "giu"),
    accepts: isHost,
  },
  {
    type: "email",
    pattern: /(?<![\p{L}\p{N}_.+-])[\w.+-]+@(?:[a-z0-9-]+\.)+(?<tld>[a-z]{2,})(?![\p{L}\p{N}_])/giu,
    accepts: ({ groups }) => isTopLevelDomain(groups?.tld),
  },
  { type: "url", pattern: new RegExp(`(?<!${letter}|[@.])${host}(?!@)${rest}`, "giu"), accepts: isHost },
  {
    type: "bot_command",
    pattern: /(?<![\p{L}\p{N}_/<>])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\p{L}\p{N}_/<>@])/gu,
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

/** An address with four numbers, or a name that ends as names do and has no underscore in its last two parts. */
function isHost({ groups }: RegExpExecArray): boolean {
  if (groups?.ip) return groups.ip.split(".").every((part) => Number(part) < 256);
  const labels = groups?.host?.split(".") ?? [];
  return isTopLevelDomain(groups?.tld) && labels.slice(-2).every((label) => !/_|-$/.test(label));
}

/** Punctuation that ends a sentence does not belong to its last link, nor does a bracket that was opened before it. */
function trimmed(type: string, part: string): string {
  if (type !== "url") return part;
  const short = part.replace(/[.,;:!?'"]+$/, "");
  const isOpenedBefore = /[)\]}]$/.test(short) && !/[([{]/.test(short);
  return isOpenedBefore ? trimmed(type, short.slice(0, -1)) : short;
}

const overlap = (one: Span, other: Span) =>
  one.offset < other.offset + other.length && other.offset < one.offset + one.length;
