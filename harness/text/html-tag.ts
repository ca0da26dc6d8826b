import { lowered, space } from "./ascii.ts";
import { decodeReferences } from "./character-references.ts";
import type { Cursor } from "./cursor.ts";
import { leadingInteger } from "./integer.ts";
import { unparsable } from "./unparsable.ts";

export interface HtmlTag {
  readonly name: string;
  /** What its attributes say: an address, a language, an id, a format, or that a quotation folds. */
  readonly argument: string;
  /** Of `<tg-time>`, in seconds since 1970; 0 if it has none. */
  readonly date: number;
}

const tagName = new RegExp(`[^${space}>]*`, "y");
const attributeName = new RegExp(`[^${space}=>/"']*`, "y");
const spaces = /[ \t\r\n\v]*/y;

/** The name after `<` or `</`, in small letters. */
export const takeTagName = (cursor: Cursor) => lowered(cursor.take(tagName));

export const takeSpaces = (cursor: Cursor) => cursor.take(spaces);

/** Reads a tag up to its `>`, which stays. Its `<` is already taken. */
export function takeStartTag(cursor: Cursor): HtmlTag {
  const begin = cursor.position - 1;
  const name = takeTagName(cursor);
  if (cursor.peek() === "\0") throw unparsable(`Unclosed start tag ${cursor.place(begin)}`);
  if (!known.has(name)) throw unparsable(`Unsupported start tag "${name}" ${cursor.place(begin)}`);
  let argument = "";
  let date = 0;
  while (cursor.peek() !== ">") {
    takeSpaces(cursor);
    if (cursor.peek() === ">") break;
    const attribute = takeAttribute(cursor, name, begin);
    if (name === "tg-time" && attribute.name === "unix") date = Number(leadingInteger(attribute.value ?? "0", 32));
    else argument = meaning.get(`${name} ${attribute.name}`)?.(attribute.value) ?? argument;
  }
  if (name === "span" && argument !== "spoiler") {
    throw unparsable(`Tag "span" must have class "tg-spoiler" ${cursor.place(begin)}`);
  }
  return { name, argument, date };
}

/** A value that is missing counts only where the attribute is a switch. */
type Meaning = (value: string | undefined) => string | undefined;

const after =
  (prefix: string): Meaning =>
  (value) =>
    value?.startsWith(prefix) ? value.slice(prefix.length) : undefined;

const meaning: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["a href", (value) => value],
  ["code class", after("language-")],
  ["span class", after("tg-")],
  ["tg-emoji emoji-id", (value) => value],
  ["tg-time format", (value) => value],
  ["blockquote expandable", () => "1"],
]);

function takeAttribute(cursor: Cursor, tag: string, begin: number): { name: string; value?: string } {
  const unclosed = () => unparsable(`Unclosed start tag "${tag}" ${cursor.place(begin)}`);
  const name = cursor.take(attributeName);
  if (name === "") throw unparsable(`Empty attribute name in the tag "${tag}" ${cursor.place(begin)}`);
  takeSpaces(cursor);
  if (cursor.peek() === "\0") throw unclosed();
  if (cursor.peek() !== "=") return { name };
  cursor.skip();
  takeSpaces(cursor);
  if (cursor.peek() === "\0") throw unclosed();
  const value = cursor.peek() === '"' || cursor.peek() === "'" ? takeQuoted(cursor, cursor.peek()) : takeToken(cursor);
  if (cursor.peek() === "\0") throw unparsable(`Unclosed start tag ${cursor.place(begin)}`);
  return { name, value };
}

function takeQuoted(cursor: Cursor, quote: string): string {
  cursor.skip();
  const value = cursor.take(quote === '"' ? /[^"\0]*/y : /[^'\0]*/y);
  if (cursor.peek() === quote) cursor.skip();
  return decodeReferences(value);
}

function takeToken(cursor: Cursor): string {
  const begin = cursor.position;
  const token = lowered(cursor.take(/[a-z0-9.-]*/iy));
  if (!endOfToken.test(cursor.peek())) throw unparsable(`Unexpected end of name token ${cursor.place(begin)}`);
  return token;
}

const endOfToken = new RegExp(`[${space}>]`);

const known: ReadonlySet<string> = new Set(
  "a b strong i em s strike del u ins tg-spoiler tg-emoji tg-time span pre code blockquote".split(" "),
);
