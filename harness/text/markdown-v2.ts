import type { MessageEntity } from "@grammyjs/types";
import { Cursor } from "./cursor.ts";
import type { FormattedText } from "./formatted-text.ts";
import { type FindUser, linkEntity } from "./link.ts";
import { takeFence } from "./markdown-fence.ts";
import { isCode, type Mark, markAt, marks } from "./markdown-v2-marks.ts";
import { pictureEntity } from "./markdown-v2-picture.ts";
import { outerFirst } from "./outer-first.ts";
import { unparsable } from "./unparsable.ts";

interface Open {
  readonly mark: Mark;
  /** In the source, for errors. */
  readonly begin: number;
  /** In the text. */
  readonly offset: number;
  readonly language?: string;
}

/**
 * Telegram's MarkdownV2, read as TDLib reads it: mark by mark, the innermost open one first.
 *
 * @see https://core.telegram.org/bots/api#markdownv2-style
 */
export function parseMarkdownV2(source: string, findUser?: FindUser): FormattedText {
  return new MarkdownV2(source, findUser).parse();
}

class MarkdownV2 {
  private readonly cursor: Cursor;
  private readonly open: Open[] = [];
  private readonly entities: MessageEntity[] = [];
  private text = "";
  /** Nothing but marks since the line began: only there a quotation may begin. */
  private isAtLineStart = true;
  private isInQuote = false;

  constructor(
    source: string,
    private readonly findUser: FindUser | undefined,
  ) {
    this.cursor = new Cursor(source);
  }

  parse(): FormattedText {
    while (!this.cursor.atEnd) this.step();
    if (this.isInQuote) this.endLastQuote();
    if (this.inner) throw endless(this.inner, this.cursor);
    return { text: this.text, entities: outerFirst(this.entities) };
  }

  private get inner(): Open | undefined {
    return this.open.at(-1);
  }

  private step(): void {
    const escaped = this.cursor.take(escapedCharacter);
    const plain = escaped ? "" : this.cursor.take(isCode(this.inner?.mark) ? plainInCode : plainElsewhere);
    if (escaped) this.write(escaped.slice(1), escaped === "\\\n");
    else if (plain) this.write(plain, false);
    else if (this.isInQuote && this.cursor.looksAt(/\n(?!>)/y)) this.endQuote();
    else if (!this.end()) this.begin();
  }

  /** A carriage return leaves it open whether this is the start of a line. */
  private write(part: string, startsLine: boolean): void {
    this.text += part;
    if (!/^\r*$/.test(part)) this.isAtLineStart = startsLine;
  }

  /** Ends the innermost mark if this is where it ends. */
  private end(): boolean {
    if (!this.inner || !this.cursor.take(this.inner.mark.end)) return false;
    const { mark, offset, language } = this.inner;
    const span = { offset, length: this.text.length - offset };
    const entity =
      mark === marks.TextUrl || mark === marks.CustomEmoji ? this.linked(mark, span) : typed(mark, span, language);
    if (entity && span.length > 0) this.entities.push(entity);
    this.open.pop();
    return true;
  }

  private linked(mark: Mark, span: { offset: number; length: number }): MessageEntity | undefined {
    const href = this.takeTarget();
    if (mark === marks.CustomEmoji) return pictureEntity(href, span);
    return linkEntity(href ?? this.text.slice(span.offset), span, this.findUser);
  }

  private takeTarget(): string | undefined {
    if (this.cursor.peek() !== "(") return undefined;
    this.cursor.skip();
    const begin = this.cursor.position;
    const written = this.cursor.take(target);
    if (this.cursor.peek() !== ")") throw unparsable(`Can't find end of a URL ${this.cursor.place(begin)}`);
    this.cursor.skip();
    return written.replace(escapes, "$1");
  }

  /** At the end of its last line. Two bars there mean that it folds. */
  private endQuote(): void {
    const folds = this.dropFold();
    if (this.inner?.mark !== marks.BlockQuote) throw endless(this.inner, this.cursor);
    this.newLine();
    this.closeQuote(folds);
  }

  private endLastQuote(): void {
    const folds = this.dropFold();
    if (this.inner?.mark === marks.BlockQuote) this.closeQuote(folds);
  }

  private dropFold(): boolean {
    const inner = this.inner;
    const bars = inner?.mark === marks.Spoiler && this.cursor.source.slice(inner.begin, this.cursor.position);
    const folds = bars === "||" || (bars === "||\r" && !this.cursor.atEnd);
    if (folds) this.open.pop();
    return folds;
  }

  private closeQuote(folds: boolean): void {
    const offset = this.open.pop()?.offset ?? 0;
    const length = this.text.length - offset;
    this.isInQuote = false;
    if (length > 0) this.entities.push({ type: folds ? "expandable_blockquote" : "blockquote", offset, length });
  }

  private begin(): void {
    if (this.cursor.peek() === "\n") this.newLine();
    else if (this.cursor.peek() === ">" && this.isAtLineStart) this.beginQuote();
    else this.beginMark();
  }

  /** Within a quotation it only says that the quotation goes on. */
  private beginQuote(): void {
    const begin = this.cursor.position;
    this.cursor.skip();
    if (this.isInQuote) return;
    this.open.push({ mark: marks.BlockQuote, begin, offset: this.text.length });
    this.isInQuote = true;
  }

  private beginMark(): void {
    const opened = { begin: this.cursor.position, offset: this.text.length };
    const mark = markAt(this.cursor);
    if (!mark) throw reserved(this.cursor.peek());
    const language = mark === marks.Pre && takeFence(this.cursor);
    this.open.push(language ? { ...opened, mark: marks.PreCode, language } : { ...opened, mark });
  }

  private newLine(): void {
    this.cursor.skip();
    this.text += "\n";
    this.isAtLineStart = true;
  }
}

/** All of ASCII but the two ends. */
const escapable = String.raw`[\x01-\x7e]`;
const escapedCharacter = new RegExp(String.raw`\\${escapable}`, "y");
const escapes = new RegExp(String.raw`\\(${escapable})`, "g");
const target = new RegExp(String.raw`(?:\\${escapable}|[^)])*`, "y");
const plainInCode = new RegExp(`(?:\\\\(?!${escapable})|[^\\\\\`])+`, "y");
const plainElsewhere = new RegExp(String.raw`(?:\\(?!${escapable})|[^\\_*[\]()~${"`"}>#+\-=|{}.!\n])+`, "y");

const typed = ({ type }: Mark, span: { offset: number; length: number }, language: string | undefined) =>
  ({ type, ...span, ...(language && { language }) }) as MessageEntity;

const endless = (open: Open | undefined, cursor: Cursor) =>
  unparsable(`Can't find end of ${open?.mark.name} entity ${cursor.place(open?.begin ?? 0)}`);

const reserved = (character: string) =>
  unparsable(`Character '${character}' is reserved and must be escaped with the preceding '\\'`);
