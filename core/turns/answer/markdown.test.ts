import { describe, expect, test } from "vitest";
import { formatted, formattedSoFar } from "./markdown.ts";
import type { RichText } from "./rich-text.ts";

/** What is formatted, as `type: words`. */
const pieces = ({ text, entities }: RichText) =>
  entities.map(({ type, offset, length, ...more }) =>
    [type, ...Object.values(more), text.slice(offset, offset + length)].join(": "),
  );

describe("an answer in Markdown", () => {
  test("has its emphasis, nested too, and styles stop around code", () => {
    const rich = formatted("A **bold and _both_ and `code` again** and ~~gone~~ &amp; *slanted*.");
    expect(rich.text).toBe("A bold and both and code again and gone & slanted.");
    expect(pieces(rich)).toEqual([
      "bold: bold and both and ",
      "italic: both",
      "code: code",
      "bold:  again",
      "strikethrough: gone",
      "italic: slanted",
    ]);
  });

  test("counts offsets in UTF-16 units, as Telegram does", () => {
    expect(formatted("👩‍💻 **b**").entities).toEqual([{ type: "bold", offset: 6, length: 1 }]);
  });

  test("has blocks of code with their language, as they were written", () => {
    const rich = formatted("Look:\n\n```ts title=x\nif (a) {\n  **b**;\n}\n```\n\nDone.");
    expect(rich.text).toBe("Look:\n\nif (a) {\n  **b**;\n}\n\nDone.");
    expect(pieces(rich)).toEqual(["pre: ts: if (a) {\n  **b**;\n}"]);
  });

  test("has headings, lists in lists, quotations and rules that can be read", () => {
    const rich = formatted(
      "# Plan *B*\n\n1. one\n   - deep `x`\n     goes on\n2. two\n\n> said\n>\n> > twice\n\n---\nend",
    );
    expect(rich.text).toBe("Plan B\n\n1. one\n   • deep x\n      goes on\n2. two\n\nsaid\n\ntwice\n\n———\n\nend");
    expect(pieces(rich)).toEqual(["bold: Plan B", "italic: B", "code: x", "blockquote: said\n\ntwice"]);
  });

  test("has its links; the path of a file, which is none for Telegram, is said", () => {
    const rich = formatted("[docs `api`](https://example.com/a?b=c) and [a.ts](src/a.ts:12), [x](http://localhost:1/)");
    expect(rich.text).toBe("docs api and a.ts (src/a.ts:12), x (http://localhost:1/)");
    expect(pieces(rich)).toEqual(["text_link: https://example.com/a?b=c: docs api"]);
  });

  test("shows what looks like HTML as it was written", () => {
    expect(formatted("Use `<b>` or <b>this</b>, a < b.").text).toBe("Use <b> or <b>this</b>, a < b.");
  });

  test("has a narrow table aligned in a fixed width, wide characters included", () => {
    const rich = formatted("| Name | Size |\n|---|--:|\n| **a** | 1 |\n| 日本 | 1000 |");
    expect(rich.text).toBe("Name  Size\n────  ────\na        1\n日本  1000");
    expect(pieces(rich)).toEqual([`pre: ${rich.text}`]);
  });

  test("has a wide table as records, formatting included", () => {
    const wide = "what nobody could read in forty columns";
    const rich = formatted(`| Name | Why | When |\n|---|---|---|\n| \`a\` | ${wide} | **now** |\n| b | short | |`);
    expect(rich.text).toBe(`a\n• Why: ${wide}\n• When: now\n\nb\n• Why: short`);
    expect(pieces(rich)).toEqual(["code: a", "bold: now", "bold: b"]);
  });
});

describe("an answer of which the end is yet to come", () => {
  test.each([
    ["so **bo", "so bo", ["bold: bo"]],
    ["a `co", "a co", ["code: co"]],
    ["x [link](http://e.co", "x link", []],
    ["```ts\nlet a", "let a", ["pre: ts: let a"]],
    ["1. one\n2. *tw", "1. one\n2. tw", ["italic: tw"]],
  ])("%j shows no markup", (source, text, formatting) => {
    const rich = formattedSoFar(source);
    expect(rich.text).toBe(text);
    expect(pieces(rich)).toEqual(formatting);
  });
});
