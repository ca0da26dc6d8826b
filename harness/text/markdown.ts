import type { MessageEntity } from "@grammyjs/types";
import { Cursor } from "./cursor.ts";
import type { FormattedText } from "./formatted-text.ts";
import { type FindUser, linkEntity } from "./link.ts";
import { takeFence } from "./markdown-fence.ts";
import { unparsable } from "./unparsable.ts";

/**
 * Telegram's first Markdown, kept for old bots: no nesting, and few escapes.
 *
 * @see https://core.telegram.org/bots/api#markdown-style
 */
export function parseMarkdown(source: string, findUser?: FindUser): FormattedText {
  const cursor = new Cursor(source);
  const entities: MessageEntity[] = [];
  let text = "";
  while (!cursor.atEnd) {
    text += cursor.take(/(?:\\(?![_*`[])|[^\\_*`[])*/y);
    const escaped = cursor.take(/\\[_*`[]/y);
    if (escaped) text += escaped.slice(1);
    else if (!cursor.atEnd) piece();
  }
  return { text, entities };

  function piece(): void {
    const begin = cursor.position;
    const mark = cursor.take(/```|[_*`[]/y);
    const language = mark === "```" ? takeFence(cursor) : "";
    const content = cursor.take(patterns[mark as Mark].content);
    if (!cursor.take(patterns[mark as Mark].end)) {
      throw unparsable(`Can't find end of the entity starting ${cursor.place(begin)}`);
    }
    const span = { offset: text.length, length: content.length };
    const shift = mark === "[" ? 1 + byteLength(source.slice(0, begin)) - byteLength(text) : 0;
    text += content;
    if (content === "") return;
    const target = mark === "[" && cursor.take(/\([^)]*\)?/y);
    const entity =
      target === false ? entityOf(mark, language, span) : linkEntity(href(target, content, shift), span, findUser);
    if (entity) entities.push(entity);
  }
}

type Mark = keyof typeof patterns;

const patterns = {
  "```": { content: /(?:(?!```)[\s\S])*/y, end: /```/y },
  "`": { content: /[^`]*/y, end: /`/y },
  _: { content: /[^_]*/y, end: /_/y },
  "*": { content: /[^*]*/y, end: /\*/y },
  "[": { content: /[^\]]*/y, end: /\]/y },
} as const;

function entityOf(mark: string, language: string, span: { offset: number; length: number }): MessageEntity {
  if (mark === "*") return { type: "bold", ...span };
  if (mark === "_") return { type: "italic", ...span };
  if (mark === "`") return { type: "code", ...span };
  return { type: "pre", ...span, ...(language && { language }) };
}

/**
 * The end of a target may be missing. Without any the text itself should be the address, but TDLib reads it from where
 * it has just been moved on by the bytes of markup so far: its head is lost and its tail doubled.
 *
 * @param shift by how many bytes the text has moved.
 */
function href(target: string, content: string, shift: number): string {
  if (target) return target.replace(/^\(|\)$/g, "");
  const bytes = Buffer.from(content);
  const moved = Math.min(shift, bytes.length);
  return Buffer.concat([bytes.subarray(moved), bytes.subarray(bytes.length - moved)]).toString();
}

const byteLength = (text: string) => Buffer.byteLength(text);
