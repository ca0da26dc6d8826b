import type { MessageEntity } from "@grammyjs/types";
import { dateEntity, dateFormat } from "./date.ts";
import type { HtmlTag } from "./html-tag.ts";
import { exactInteger } from "./integer.ts";
import { type FindUser, linkEntity, type Span } from "./link.ts";
import { unparsable } from "./unparsable.ts";

/** Adds the entity a tag makes, if any: a link that leads nowhere is plain text. */
export function addHtmlEntity(
  entities: MessageEntity[],
  tag: HtmlTag,
  span: Span,
  content: string,
  findUser?: FindUser,
): void {
  const last = entities.at(-1);
  const isTwin = last?.offset === span.offset && last.length === span.length;
  if (tag.name === "pre" && isTwin && languageOf(last)) {
    entities[entities.length - 1] = { type: "pre", language: languageOf(last), ...span };
  } else if (tag.name === "code" && isTwin && last.type === "pre" && !last.language && tag.argument) {
    entities[entities.length - 1] = { type: "pre", language: tag.argument, ...span };
  } else {
    const entity = entityOf(tag, span, content, findUser);
    if (entity) entities.push(entity);
  }
}

/** Code keeps its language until it is known whether it fills a `<pre>`. */
export const withoutLanguage = (entity: MessageEntity): MessageEntity =>
  entity.type === "code" ? { type: "code", offset: entity.offset, length: entity.length } : entity;

const languageOf = (entity: MessageEntity | undefined) =>
  entity?.type === "code" && "language" in entity ? String(entity.language) : "";

function entityOf(tag: HtmlTag, span: Span, content: string, findUser?: FindUser): MessageEntity | undefined {
  const simple = simpleTags.get(tag.name);
  if (simple) return { type: simple, ...span };
  switch (tag.name) {
    case "pre":
      return { type: "pre", ...span };
    case "code":
      return Object.assign({ type: "code" as const, ...span }, tag.argument && { language: tag.argument });
    case "blockquote":
      return { type: tag.argument ? "expandable_blockquote" : "blockquote", ...span };
    case "tg-emoji":
      return customEmojiEntity(tag.argument, span);
    case "tg-time":
      return momentEntity(tag, span);
    default:
      return linkEntity(tag.argument || content, span, findUser);
  }
}

function customEmojiEntity(id: string, span: Span): MessageEntity {
  if (!exactInteger(id, 64)) throw unparsable("Invalid custom emoji identifier specified");
  return { type: "custom_emoji", custom_emoji_id: id, ...span };
}

function momentEntity({ date, argument }: HtmlTag, span: Span): MessageEntity | undefined {
  const format = dateFormat(argument);
  if (format === undefined) throw unparsable("Invalid date format used");
  return date > 0 ? dateEntity(date, format, span) : undefined;
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
