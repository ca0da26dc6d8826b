import type { MessageEntity } from "grammy/types";
import type { RichText } from "./rich-text.ts";

/** What is around a text while it is written. */
export type Style =
  | { readonly type: "bold" | "italic" | "strikethrough" | "blockquote" }
  | { readonly type: "text_link"; readonly url: string };

/**
 * Writes formatted text from its beginning to its end, and keeps to what Telegram allows: links and code neither nest
 * nor hold each other, quotations do not nest, styles stop around code, and nothing formatted is empty.
 */
export class RichTextWriter {
  private text = "";
  private readonly entities: MessageEntity[] = [];
  private open: Open[] = [];
  private breaks = 0;
  /** What the lines of the block at hand begin with. */
  indent = "";

  /** The next text begins after so many line breaks, unless it is the first. */
  separate(breaks: number): void {
    this.breaks = Math.max(this.breaks, breaks);
  }

  write(text: string): void {
    if (text === "") return;
    this.flush();
    for (const each of this.open) each.from ??= this.text.length;
    this.text += text.replaceAll("\n", `\n${this.indent}`);
  }

  begin(style: Style): void {
    const within = this.open.some((each) => each.style.type === style.type);
    this.open.push({ style, within, from: undefined });
  }

  end(type: Style["type"]): void {
    const index = this.open.findLastIndex(({ style }) => style.type === type);
    const [ended] = index < 0 ? [] : this.open.splice(index, 1);
    if (ended) this.note(ended);
  }

  code(text: string): void {
    if (this.open.some(({ style }) => style.type === "text_link")) this.write(text);
    else this.literally({ type: "code" }, text);
  }

  /** A block of code, or of what must stay aligned. */
  pre(text: string, language?: string): void {
    this.literally(language ? { type: "pre", language } : { type: "pre" }, text);
  }

  get written(): RichText {
    for (const each of this.open) this.note(each);
    this.open = [];
    return { text: this.text, entities: this.entities.toSorted(outerFirst) };
  }

  private literally(kind: { type: "code" } | { type: "pre"; language?: string }, text: string): void {
    if (text === "") return;
    this.flush();
    for (const each of this.open) {
      if (each.style.type === "blockquote") each.from ??= this.text.length;
      else {
        this.note(each);
        each.from = undefined;
      }
    }
    this.entities.push({ ...kind, offset: this.text.length, length: text.length });
    this.text += text;
  }

  private flush(): void {
    if (this.text !== "") this.text += "\n".repeat(this.breaks);
    if (this.breaks > 0 || this.text === "") this.text += this.indent;
    this.breaks = 0;
  }

  private note({ style, within, from }: Open): void {
    if (within || from === undefined || from === this.text.length) return;
    this.entities.push({ ...style, offset: from, length: this.text.length - from });
  }
}

interface Open {
  readonly style: Style;
  /** Inside another one of its kind: it has an end, and formats nothing. */
  readonly within: boolean;
  /** Where its first text stands. */
  from: number | undefined;
}

const outerFirst = (one: MessageEntity, other: MessageEntity) => one.offset - other.offset || other.length - one.length;
