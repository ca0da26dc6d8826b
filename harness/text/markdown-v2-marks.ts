import type { Cursor } from "./cursor.ts";

/** What opens and closes a piece of formatting. */
export interface Mark {
  /** In error texts. */
  readonly name: string;
  /** Of the entity. */
  readonly type: string;
  readonly begin: RegExp;
  readonly end: RegExp;
}

export const marks = {
  Underline: { name: "Underline", type: "underline", begin: /__/y, end: /__/y },
  Italic: { name: "Italic", type: "italic", begin: /_/y, end: /_(?!_)/y },
  Bold: { name: "Bold", type: "bold", begin: /\*/y, end: /\*/y },
  Strikethrough: { name: "Strikethrough", type: "strikethrough", begin: /~/y, end: /~/y },
  Spoiler: { name: "Spoiler", type: "spoiler", begin: /\|\|/y, end: /\|\|/y },
  Pre: { name: "Pre", type: "pre", begin: /```/y, end: /```/y },
  Code: { name: "Code", type: "code", begin: /`/y, end: /`/y },
  CustomEmoji: { name: "CustomEmoji", type: "custom_emoji", begin: /!\[/y, end: /\]/y },
  TextUrl: { name: "TextUrl", type: "text_link", begin: /\[/y, end: /\]/y },
  /** A block with a language. */
  PreCode: { name: "PreCode", type: "pre", begin: /(?!)/y, end: /```/y },
  /** Begins and ends with lines. */
  BlockQuote: { name: "BlockQuote", type: "blockquote", begin: /(?!)/y, end: /(?!)/y },
} as const satisfies Record<string, Mark>;

const inOrder: readonly Mark[] = Object.values(marks);

/** Takes the mark that begins here, the longer before the shorter. */
export const markAt = (cursor: Cursor): Mark | undefined => inOrder.find(({ begin }) => cursor.take(begin) !== "");

export const isCode = (mark: Mark | undefined) => mark === marks.Code || mark === marks.Pre || mark === marks.PreCode;
