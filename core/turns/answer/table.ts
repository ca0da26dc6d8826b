import type { Token } from "markdown-it";
import stringWidth from "string-width";
import { writeInline } from "./inline.ts";
import { RichTextWriter } from "./rich-text-writer.ts";

interface Cell {
  readonly inline: readonly Token[];
  /** Without formatting. */
  readonly text: string;
  readonly toTheRight: boolean;
}

/** Telegram has no tables: a narrow one is aligned in a fixed width, of a wide one each row becomes a record. */
export function writeTable(writer: RichTextWriter, tokens: readonly Token[]): void {
  const [head = [], ...rows] = rowsOf(tokens);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => stringWidth(row[column]?.text ?? ""))),
  );
  const total = widths.reduce((sum, width) => sum + width + BETWEEN.length, -BETWEEN.length);
  if (total <= MOST_COLUMNS || rows.length === 0) writer.pre(aligned(head, rows, widths));
  else writeRecords(writer, head, rows);
}

function rowsOf(tokens: readonly Token[]): Cell[][] {
  const rows: Cell[][] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.type === "tr_open") rows.push([]);
    if (token.type !== "th_open" && token.type !== "td_open") continue;
    const inline = tokens[index + 1]?.children ?? [];
    const writer = new RichTextWriter();
    writeInline(writer, inline);
    const toTheRight = String(token.attrGet("style") ?? "").includes("right");
    rows.at(-1)?.push({ inline, text: writer.written.text, toTheRight });
  }
  return rows;
}

function aligned(head: readonly Cell[], rows: readonly Cell[][], widths: readonly number[]): string {
  const line = (row: readonly Cell[]) =>
    row
      .map(({ text, toTheRight }, column) => {
        const fill = " ".repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(text)));
        return toTheRight ? fill + text : text + fill;
      })
      .join(BETWEEN)
      .trimEnd();
  return [line(head), widths.map((width) => "─".repeat(width)).join(BETWEEN), ...rows.map(line)].join("\n");
}

function writeRecords(writer: RichTextWriter, head: readonly Cell[], rows: readonly Cell[][]): void {
  for (const [first, ...others] of rows) {
    writer.separate(2);
    writer.begin({ type: "bold" });
    if (first) writeInline(writer, first.inline);
    writer.end("bold");
    for (const [index, cell] of others.entries()) {
      if (cell.text === "") continue;
      writer.separate(1);
      writer.write(`• ${head[index + 1]?.text ?? ""}: `);
      writeInline(writer, cell.inline);
    }
  }
}

const BETWEEN = "  ";
/** What a phone shows in a line of fixed width, about. */
const MOST_COLUMNS = 40;
