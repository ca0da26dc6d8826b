import { readFileSync } from "node:fs";
import type { MessageEntity } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { automaticEntities } from "./automatic-entities.ts";
import type { FormattedText } from "./formatted-text.ts";
import { parseHtml } from "./html.ts";
import { parseMarkdown } from "./markdown.ts";
import { parseMarkdownV2 } from "./markdown-v2.ts";
import { outerFirst } from "./outer-first.ts";

/** What TDLib itself made of these inputs (`parseTextEntities` and `getTextEntities` of 1.8.65, run offline). */
interface Vector extends Partial<FormattedText> {
  readonly input: string;
  readonly error?: string;
}

const vectors: Record<"html" | "markdownV2" | "markdown" | "automatic", Vector[]> = JSON.parse(
  readFileSync(new URL("./golden-vectors.json", import.meta.url), "utf8"),
);

describe("HTML is parsed as TDLib parses it", () => {
  test.each(vectors.html)("$input", ({ input, ...expected }) => {
    assert(outcome(() => parseHtml(input))).toEqual(expected);
  });
});

describe("MarkdownV2 is parsed as TDLib parses it", () => {
  test.each(vectors.markdownV2)("$input", ({ input, ...expected }) => {
    assert(outcome(() => parseMarkdownV2(input))).toEqual(expected);
  });
});

describe("Markdown is parsed as TDLib parses it", () => {
  test.each(vectors.markdown)("$input", ({ input, ...expected }) => {
    assert(outcome(() => parseMarkdown(input))).toEqual(expected);
  });
});

describe("entities are found where TDLib finds them", () => {
  test.each(vectors.automatic)("$input", ({ input, entities }) => {
    const found: MessageEntity[] = automaticEntities({ text: input, entities: [] });
    assert(outerFirst(found)).toEqual(entities);
  });
});

function outcome(parse: () => FormattedText): object {
  try {
    return parse();
  } catch (error) {
    return { error: (error as Error).message.replace("Bad Request: can't", "Can't") };
  }
}
