import type { MessageEntity } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";
import { decodeReferences } from "./character-references.ts";
import { withPlainCode } from "./code-blocks.ts";
import { Cursor } from "./cursor.ts";
import type { FormattedText } from "./formatted-text.ts";
import { type Attributes, htmlEntity } from "./html-entity.ts";
import type { FindUser } from "./link.ts";
import { outerFirst } from "./outer-first.ts";

interface OpenTag {
  readonly name: string;
  readonly attributes: Attributes;
  readonly offset: number;
}

/**
 * Telegram's HTML: a few tags, strictly nested, and errors that say at which byte.
 *
 * @see https://core.telegram.org/bots/api#html-style
 */
export function parseHtml(source: string, findUser?: FindUser): FormattedText {
  const cursor = new Cursor(source);
  const open: OpenTag[] = [];
  const entities: MessageEntity[] = [];
  let text = "";

  while (!cursor.atEnd) {
    text += decodeReferences(cursor.take(/[^<]*/y));
    if (cursor.atEnd) break;
    const begin = cursor.position;
    cursor.take(/</y);
    if (cursor.next === "/") close(begin);
    else open.push({ ...startTag(cursor, begin), offset: text.length });
  }

  const unclosed = open.at(-1);
  if (unclosed) throw unparsable(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities: outerFirst(withPlainCode(entities)) };

  function close(begin: number): void {
    const tag = open.pop();
    if (!tag) throw unparsable(`Unexpected end tag ${cursor.place(begin)}`);
    cursor.take(/\//y);
    const name = cursor.take(/[^\s>]*/y);
    cursor.take(/\s*/y);
    if (cursor.next !== ">") throw unparsable(`Unclosed end tag ${cursor.place(begin)}`);
    cursor.take(/>/y);
    if (name !== "" && name.toLowerCase() !== tag.name) {
      const names = `expected "</${tag.name}>", found "</${name}>"`;
      throw unparsable(`Unmatched end tag ${cursor.place(begin)}, ${names}`);
    }
    const span = { offset: tag.offset, length: text.length - tag.offset };
    const entity = htmlEntity(tag.name, tag.attributes, span, text.slice(tag.offset), findUser);
    if (entity && span.length > 0) entities.push(entity);
  }
}

function startTag(cursor: Cursor, begin: number): { name: string; attributes: Attributes } {
  const name = cursor.take(/[^\s>]*/y).toLowerCase();
  if (!known.has(name)) {
    if (cursor.atEnd && name === "") throw unparsable(`Unclosed start tag ${cursor.place(begin)}`);
    throw unparsable(`Unsupported start tag "${name}" ${cursor.place(begin)}`);
  }
  const attributes = new Map<string, string>();
  for (;;) {
    cursor.take(/\s*/y);
    if (cursor.atEnd) throw unparsable(`Unclosed start tag "${name}" ${cursor.place(begin)}`);
    if (cursor.next === ">") break;
    addAttribute(cursor, name, begin, attributes);
  }
  cursor.take(/>/y);
  if (name === "span" && attributes.get("class") !== "tg-spoiler") {
    throw unparsable(`Tag "span" must have class "tg-spoiler" ${cursor.place(begin)}`);
  }
  return { name, attributes };
}

function addAttribute(cursor: Cursor, tag: string, begin: number, attributes: Map<string, string>): void {
  const name = cursor.take(/[^\s=>/"']*/y).toLowerCase();
  if (name === "") throw unparsable(`Empty attribute name in the tag "${tag}" ${cursor.place(begin)}`);
  cursor.take(/\s*/y);
  if (cursor.next !== "=") {
    if (cursor.atEnd) throw unparsable(`Unclosed start tag "${tag}" ${cursor.place(begin)}`);
    attributes.set(name, "");
    return;
  }
  cursor.take(/=\s*/y);
  if (cursor.atEnd) throw unparsable(`Unclosed start tag ${cursor.place(begin)}`);
  attributes.set(name, attributeValue(cursor));
  if (cursor.atEnd) throw unparsable(`Unclosed start tag ${cursor.place(begin)}`);
}

function attributeValue(cursor: Cursor): string {
  const begin = cursor.position;
  if (cursor.next === '"') return decodeReferences(cursor.take(/"[^"]*"?/y).replace(/^"|"$/g, ""));
  if (cursor.next === "'") return decodeReferences(cursor.take(/'[^']*'?/y).replace(/^'|'$/g, ""));
  const token = cursor.take(/[a-z0-9.-]*/iy).toLowerCase();
  if (!cursor.atEnd && !/[\s>]/.test(cursor.next)) {
    throw unparsable(`Unexpected end of name token ${cursor.place(begin)}`);
  }
  return token;
}

const unparsable = (detail: string) => badRequest(`can't parse entities: ${detail}`);

const known: ReadonlySet<string> = new Set(
  "a b strong i em s strike del u ins tg-spoiler tg-emoji tg-time span pre code blockquote".split(" "),
);
