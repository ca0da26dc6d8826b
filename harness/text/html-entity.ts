import type { MessageEntity, User } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";

export type Attributes = ReadonlyMap<string, string>;

/** The entity a tag makes, if any: a link that leads nowhere is plain text. */
export function htmlEntity(
  tag: string,
  attributes: Attributes,
  span: { readonly offset: number; readonly length: number },
  content: string,
  findUser?: (id: number) => User | undefined,
): MessageEntity | undefined {
  const simple = simpleTags.get(tag);
  if (simple) return { type: simple, ...span };
  switch (tag) {
    case "pre":
      return { type: "pre", ...span };
    case "code":
      return codeEntity(attributes.get("class") ?? "", span);
    case "blockquote":
      return { type: attributes.has("expandable") ? "expandable_blockquote" : "blockquote", ...span };
    case "tg-emoji":
      return customEmoji(attributes.get("emoji-id") ?? "", span);
    case "tg-time":
      return { type: "date_time", unix_time: Number(attributes.get("unix") ?? 0), date_time_format: "r", ...span };
    case "a":
      return link(attributes.get("href") || content, span, findUser);
    default:
      return undefined;
  }
}

const simpleTags: ReadonlyMap<string, MessageEntity.CommonMessageEntity["type"]> = new Map([
  ["b", "bold"],
  ["strong", "bold"],
  ["i", "italic"],
  ["em", "italic"],
  ["s", "strikethrough"],
  ["strike", "strikethrough"],
  ["del", "strikethrough"],
  ["u", "underline"],
  ["ins", "underline"],
  ["tg-spoiler", "spoiler"],
  ["span", "spoiler"],
]);

type Span = { readonly offset: number; readonly length: number };

function customEmoji(id: string, span: Span): MessageEntity {
  if (!/^\d+$/.test(id)) throw badRequest("can't parse entities: Invalid custom emoji identifier specified");
  return { type: "custom_emoji", custom_emoji_id: id, ...span };
}

/** The language is dropped again unless the code fills a `<pre>`. */
function codeEntity(className: string, span: Span): MessageEntity {
  const language = /^language-(.+)$/.exec(className)?.[1];
  const code: MessageEntity = { type: "code", ...span };
  return language ? Object.assign(code, { language }) : code;
}

function link(href: string, span: Span, findUser?: (id: number) => User | undefined): MessageEntity | undefined {
  const mentioned = /^tg:\/\/user\?id=(\d+)$/.exec(href)?.[1];
  if (mentioned) {
    const user = findUser?.(Number(mentioned));
    return user && { type: "text_mention", user, ...span };
  }
  const url = normalised(href);
  return url === undefined ? undefined : { type: "text_link", url, ...span };
}

function normalised(href: string): string | undefined {
  const address = /^([a-z][a-z0-9+.-]*:\/\/|tg:|ton:)/i.test(href) ? href : `http://${href}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol === "tg:" || url.protocol === "ton:") return url.href;
  return /^https?:$/.test(url.protocol) && url.hostname.includes(".") ? url.href : undefined;
}
