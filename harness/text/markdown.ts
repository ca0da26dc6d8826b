import type { MessageEntity } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";
import { Cursor } from "./cursor.ts";
import type { FormattedText } from "./formatted-text.ts";
import { type FindUser, linkEntity, type Span } from "./link.ts";

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
    text += cursor.take(/(?:(?!\\[_*`[])[^_*`[])*/y);
    const escaped = cursor.take(/\\[_*`[]/y);
    if (escaped) text += escaped.slice(1);
    else if (!cursor.atEnd) piece();
  }
  return { text, entities };

  function piece(): void {
    const begin = cursor.position;
    const mark = cursor.take(/```|[_*`[]/y);
    const language = mark === "```" ? cursor.take(/[^\s`]+(?=\s)/y) : "";
    if (mark === "```") cursor.take(/\r\n|\n\r|\n|\r/y);
    const content = cursor.take(inside(mark));
    if (!cursor.take(closing(mark))) {
      throw badRequest(`can't parse entities: Can't find end of the entity starting ${cursor.place(begin)}`);
    }
    const span = { offset: text.length, length: content.length };
    text += content;
    const entity = mark === "[" ? link(span) : entityOf(mark, language, span);
    if (entity && content !== "") entities.push(entity);
  }

  /** Its end may be missing, and without a target it is plain text. */
  function link(span: Span): MessageEntity | undefined {
    const target = cursor.take(/\([^)]*\)?/y);
    return target ? linkEntity(target.replace(/^\(|\)$/g, ""), span, findUser) : undefined;
  }
}

function entityOf(mark: string, language: string, span: Span): MessageEntity {
  if (mark === "*") return { type: "bold", ...span };
  if (mark === "_") return { type: "italic", ...span };
  if (mark === "`") return { type: "code", ...span };
  return { type: "pre", ...span, ...(language && { language }) };
}

function inside(mark: string): RegExp {
  if (mark === "```") return /(?:(?!```)[\s\S])*/y;
  return mark === "[" ? /[^\]]*/y : mark === "*" ? /[^*]*/y : mark === "_" ? /[^_]*/y : /[^`]*/y;
}

function closing(mark: string): RegExp {
  if (mark === "```") return /```/y;
  return mark === "[" ? /\]/y : mark === "*" ? /\*/y : mark === "_" ? /_/y : /`/y;
}
