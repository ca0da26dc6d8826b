import type { MessageEntity } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";
import { withPlainCode } from "./code-blocks.ts";
import { Cursor } from "./cursor.ts";
import type { FormattedText } from "./formatted-text.ts";
import { customEmojiEntity, type FindUser, linkEntity } from "./link.ts";
import { type Mark, markAt, marks } from "./markdown-v2-marks.ts";
import { outerFirst } from "./outer-first.ts";

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

  constructor(
    source: string,
    private readonly findUser: FindUser | undefined,
  ) {
    this.cursor = new Cursor(source);
  }

  parse(): FormattedText {
    while (!this.cursor.atEnd) this.step();
    if (this.open.at(-1)?.mark === marks.BlockQuote) this.close(marks.BlockQuote, "blockquote");
    const unclosed = this.open.at(-1);
    if (unclosed) throw this.endless(unclosed);
    return { text: this.text, entities: outerFirst(withPlainCode(this.entities)) };
  }

  private step(): void {
    const escaped = this.cursor.take(/\\[ -~\n\t]/y);
    if (escaped) this.write(escaped.slice(1));
    else if (this.isPlain()) this.write(this.cursor.take(/[\s\S]/uy));
    else if (!this.end()) this.begin();
  }

  private isPlain(): boolean {
    const inner = this.open.at(-1)?.mark;
    const isInCode = inner === marks.Code || inner === marks.Pre || inner === marks.PreCode;
    return !(isInCode ? "`" : "_*[]()~`>#+-=|{}.!\n").includes(this.cursor.next);
  }

  private write(part: string): void {
    this.text += part;
    this.isAtLineStart = false;
  }

  /** Ends the innermost mark if this is where it ends. */
  private end(): boolean {
    const inner = this.open.at(-1);
    if (!inner) return false;
    if (this.isInQuote && this.cursor.looksAt(/\n(?!>)/y)) {
      if (inner.mark !== marks.BlockQuote) throw this.endless(inner);
      this.newLine();
      this.close(marks.BlockQuote, "blockquote");
      return true;
    }
    const { mark } = inner;
    if (mark === marks.BlockQuote) return this.endExpandable();
    if (!this.cursor.looksAt(mark.end)) return false;
    this.cursor.take(mark.end);
    if (mark === marks.TextUrl || mark === marks.CustomEmoji) this.endLink(mark);
    else this.close(mark, mark.type);
    return true;
  }

  private endExpandable(): boolean {
    if (!this.cursor.looksAt(/\|\|(?:$|\n(?!>))/y)) return false;
    this.cursor.take(/\|\|/y);
    if (!this.cursor.atEnd) this.newLine();
    this.close(marks.BlockQuote, "expandable_blockquote");
    return true;
  }

  private begin(): void {
    if (this.cursor.next === "\n") this.newLine();
    else if (this.cursor.next === ">" && this.isAtLineStart) this.beginQuote();
    else this.beginMark();
  }

  /** Within a quotation it only says that the quotation goes on. */
  private beginQuote(): void {
    const opened = { mark: marks.BlockQuote, begin: this.cursor.position, offset: this.text.length };
    this.cursor.take(/>/y);
    if (!this.isInQuote) this.open.push(opened);
  }

  private beginMark(): void {
    const opened = { begin: this.cursor.position, offset: this.text.length };
    const mark = markAt(this.cursor);
    if (!mark) throw reserved(this.cursor.next);
    const language = mark === marks.Pre ? this.cursor.take(/[^\s`]+(?=\s)/y) : "";
    if (mark === marks.Pre) this.cursor.take(/\r?\n/y);
    this.open.push(language ? { ...opened, mark: marks.PreCode, language } : { ...opened, mark });
  }

  private get isInQuote(): boolean {
    return this.open.some(({ mark }) => mark === marks.BlockQuote);
  }

  private newLine(): void {
    this.cursor.take(/\n/y);
    this.text += "\n";
    this.isAtLineStart = true;
  }

  private close(mark: Mark, type: string): void {
    const opened = this.open.pop();
    const length = this.text.length - (opened?.offset ?? 0);
    if (!opened || length === 0) return;
    const { offset, language } = opened;
    const entity = { type, offset, length, ...(mark === marks.PreCode && { language }) };
    this.entities.push(entity as MessageEntity);
  }

  private endLink(mark: Mark): void {
    const offset = this.open.pop()?.offset ?? 0;
    const span = { offset, length: this.text.length - offset };
    const href = this.linkTarget();
    if (mark === marks.TextUrl) {
      const link = linkEntity(href ?? this.text.slice(offset), span, this.findUser);
      if (link && span.length > 0) this.entities.push(link);
      return;
    }
    if (href === undefined) throw unparsable("The entity must contain a tg://emoji or tg://time URL");
    const id = /^tg:\/\/emoji\?id=(\d+)$/.exec(href)?.[1];
    if (id === undefined) throw unparsable("Invalid tg://emoji or tg://time URL specified");
    this.entities.push(customEmojiEntity(id, span));
  }

  private linkTarget(): string | undefined {
    if (!this.cursor.take(/\(/y)) return undefined;
    const begin = this.cursor.position;
    const target = this.cursor.take(/(?:\\[ -~\n\t]|[^)])*/y);
    if (!this.cursor.take(/\)/y)) throw unparsable(`Can't find end of a URL ${this.cursor.place(begin)}`);
    return target.replace(/\\([ -~\n\t])/g, "$1");
  }

  private endless({ mark, begin }: Open) {
    return unparsable(`Can't find end of ${mark.name} entity ${this.cursor.place(begin)}`);
  }
}

const reserved = (character: string) =>
  unparsable(`Character '${character}' is reserved and must be escaped with the preceding '\\'`);

const unparsable = (detail: string) => badRequest(`can't parse entities: ${detail}`);
