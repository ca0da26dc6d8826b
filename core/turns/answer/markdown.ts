import MarkdownIt, { type Token } from "markdown-it";
import remend from "remend";
import { writeInline } from "./inline.ts";
import type { RichText } from "./rich-text.ts";
import { RichTextWriter } from "./rich-text-writer.ts";
import { writeTable } from "./table.ts";

// Tags stay as they were written: what an agent says about HTML is meant to be read.
const markdown = new MarkdownIt({ html: false });
// What is no link for Telegram is still said.
markdown.validateLink = () => true;

/** An answer, which is Markdown, as Telegram shows it. Whatever is no sound Markdown stays as it was written. */
export function formatted(source: string): RichText {
  const writer = new RichTextWriter();
  new BlockWalk(writer, markdown.parse(source, {})).write();
  return writer.written;
}

/** One of which the end is yet to come: what is open there is taken for closed. */
export const formattedSoFar = (source: string): RichText => formatted(remend(source, ONLY_WHAT_IS_SHOWN));

/** Not what Telegram has no formatting for, nor what would be left out. */
const ONLY_WHAT_IS_SHOWN = {
  linkMode: "text-only",
  images: false,
  htmlTags: false,
  katex: false,
  comparisonOperators: false,
} as const;

interface List {
  /** The number of the next item; undefined in a list without numbers. */
  next: number | undefined;
  readonly indent: string;
}

/** Writes one block after the other. */
class BlockWalk {
  private readonly lists: List[] = [];
  /** An item's text stands behind its mark. */
  private atMark = false;

  constructor(
    private readonly writer: RichTextWriter,
    private readonly tokens: readonly Token[],
  ) {}

  write(): void {
    for (let index = 0; index < this.tokens.length; index++) {
      const token = this.tokens[index] as Token;
      if (token.type === "table_open") index = this.table(index);
      else this.block(token);
    }
  }

  private block(token: Token): void {
    const { writer } = this;
    switch (token.type) {
      case "paragraph_open":
        this.beginBlock();
        break;
      case "heading_open":
        this.beginBlock();
        writer.begin({ type: "bold" });
        break;
      case "heading_close":
        writer.end("bold");
        break;
      case "inline":
        writeInline(writer, token.children ?? []);
        break;
      case "fence":
      case "code_block":
        this.beginBlock();
        writer.pre(token.content.replace(/\n$/, ""), languageOf(token.info));
        break;
      case "hr":
        this.beginBlock();
        writer.write("———");
        break;
      case "blockquote_open":
        this.beginBlock();
        writer.begin({ type: "blockquote" });
        break;
      case "blockquote_close":
        writer.end("blockquote");
        writer.separate(2);
        break;
      case "bullet_list_open":
      case "ordered_list_open":
        this.beginList(token);
        break;
      case "bullet_list_close":
      case "ordered_list_close":
        writer.indent = this.lists.pop()?.indent ?? "";
        writer.separate(this.lists.length > 0 ? 1 : 2);
        break;
      case "list_item_open":
        this.mark();
        break;
      case "list_item_close":
        this.atMark = false;
    }
  }

  private beginBlock(): void {
    if (!this.atMark) this.writer.separate(this.lists.length > 0 ? 1 : 2);
    this.atMark = false;
  }

  private beginList(token: Token): void {
    const { writer, lists } = this;
    writer.separate(lists.length > 0 ? 1 : 2);
    const first = token.type === "ordered_list_open" ? Number(token.attrGet("start") ?? 1) : undefined;
    lists.push({ next: first, indent: writer.indent });
    this.atMark = false;
  }

  private mark(): void {
    const list = this.lists.at(-1);
    if (!list) return;
    const { writer } = this;
    writer.indent = list.indent;
    writer.separate(1);
    writer.write(list.next === undefined ? "• " : `${list.next++}. `);
    writer.indent = `${list.indent}   `;
    this.atMark = true;
  }

  /** @returns where it ends. */
  private table(start: number): number {
    const end = this.tokens.findIndex(({ type }, index) => index > start && type === "table_close");
    this.beginBlock();
    writeTable(this.writer, this.tokens.slice(start, end));
    return end;
  }
}

const languageOf = (info: string) => /^[\w+#.-]+/.exec(info.trim())?.[0];
