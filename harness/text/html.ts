import type { MessageEntity } from "@grammyjs/types";
import { decodeReferences, isSurrogate } from "./character-references.ts";
import { Cursor } from "./cursor.ts";
import type { FormattedText } from "./formatted-text.ts";
import { addHtmlEntity, withoutLanguage } from "./html-entity.ts";
import { type HtmlTag, takeSpaces, takeStartTag, takeTagName } from "./html-tag.ts";
import type { FindUser } from "./link.ts";
import { outerFirst } from "./outer-first.ts";
import { unparsable } from "./unparsable.ts";

/**
 * Telegram's HTML: a few tags, strictly nested, and errors that say at which byte.
 *
 * @see https://core.telegram.org/bots/api#html-style
 */
export function parseHtml(source: string, findUser?: FindUser): FormattedText {
  const cursor = new Cursor(source);
  const open: (HtmlTag & { readonly offset: number })[] = [];
  const entities: MessageEntity[] = [];
  let text = "";
  let hasSurrogate = false;

  while (!cursor.atEnd) {
    text += decodeReferences(cursor.take(/[^<]*/y), (code) => {
      hasSurrogate ||= isSurrogate(code);
    });
    if (cursor.atEnd) break;
    cursor.skip();
    if (cursor.peek() === "/") close(cursor.position - 1);
    else open.push({ ...takeStartTag(cursor), offset: text.length });
    cursor.skip();
  }

  const unclosed = open.at(-1);
  if (unclosed) throw unparsable(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  if (hasSurrogate) throw unparsable(brokenText);
  return { text, entities: outerFirst(entities.map(withoutLanguage)) };

  function close(begin: number): void {
    const tag = open.pop();
    if (!tag) throw unparsable(`Unexpected end tag ${cursor.place(begin)}`);
    cursor.skip();
    const name = takeTagName(cursor);
    takeSpaces(cursor);
    if (cursor.peek() !== ">") throw unparsable(`Unclosed end tag ${cursor.place(begin)}`);
    if (name !== "" && name !== tag.name) {
      const names = `expected "</${tag.name}>", found "</${name}>"`;
      throw unparsable(`Unmatched end tag ${cursor.place(begin)}, ${names}`);
    }
    const span = { offset: tag.offset, length: text.length - tag.offset };
    if (span.length > 0) addHtmlEntity(entities, tag, span, text.slice(tag.offset), findUser);
  }
}

const brokenText =
  "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units";
