import type { MessageEntity } from "@grammyjs/types";
import { customEmojiEntity, type FindUser, linkEntity, type Span } from "./link.ts";

export type Attributes = ReadonlyMap<string, string>;

/** The entity a tag makes, if any: a link that leads nowhere is plain text. */
export function htmlEntity(
  tag: string,
  attributes: Attributes,
  span: Span,
  content: string,
  findUser?: FindUser,
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
      return customEmojiEntity(attributes.get("emoji-id") ?? "", span);
    case "tg-time":
      return { type: "date_time", unix_time: Number(attributes.get("unix") ?? 0), date_time_format: "r", ...span };
    case "a":
      return linkEntity(attributes.get("href") || content, span, findUser);
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

/** The language is dropped again unless the code fills a `<pre>`. */
function codeEntity(className: string, span: Span): MessageEntity {
  const language = /^language-(.+)$/.exec(className)?.[1];
  const code: MessageEntity = { type: "code", ...span };
  return language ? Object.assign(code, { language }) : code;
}
