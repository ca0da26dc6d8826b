import { describe, expect, test } from "vitest";
import { formatted } from "./markdown.ts";
import { plain } from "./rich-text.ts";
import { latestOf, MOST_CHARACTERS, messagesOf } from "./split.ts";

const textsOf = (source: string, most?: number) => messagesOf(formatted(source), most).map(({ text }) => text);

describe("a long answer", () => {
  test("is cut between paragraphs, else lines, else sentences, else words", () => {
    expect(textsOf("aaa aaa\n\nbbb bbb\nccc", 14)).toEqual(["aaa aaa", "bbb bbb\nccc"]);
    expect(textsOf("aaa aaa aa\nbbb bbb bbb", 16)).toEqual(["aaa aaa aa", "bbb bbb bbb"]);
    expect(textsOf("One two three. Four five six.", 20)).toEqual(["One two three.", "Four five six."]);
    expect(textsOf("one two three four", 10)).toEqual(["one two", "three four"]);
  });

  test("is never cut inside a character, however it is put together", () => {
    const family = "👨‍👩‍👧‍👦";
    const parts = textsOf(family.repeat(1_000));
    expect(parts.join("")).toBe(family.repeat(1_000));
    for (const part of parts) expect(part.length % family.length).toBe(0);
  });

  test("closes a block of code and opens it again with its language, indentation included", () => {
    const code = Array.from({ length: 300 }, (_, index) => `    line ${index} of the program;`).join("\n");
    const parts = messagesOf(formatted(`Look:\n\n\`\`\`ts\n${code}\n\`\`\``));
    expect(parts.length).toBeGreaterThan(2);
    for (const { text, entities } of parts.slice(1)) {
      expect(entities).toEqual([{ type: "pre", language: "ts", offset: 0, length: text.length }]);
      expect(text.startsWith("    line ")).toBe(true);
    }
    expect(parts.map(({ text }) => text.replace("Look:\n\n", "")).join("\n")).toBe(code);
  });

  test("is cut before a block of code rather than in it", () => {
    const block = "x".repeat(1_500);
    expect(textsOf(`${"word ".repeat(600)}\n\n\`\`\`\n${block}\n\`\`\``)[1]).toBe(block);
  });

  test("with more formatting than Telegram keeps in a message becomes more messages", () => {
    const parts = messagesOf(formatted("`a` b ".repeat(250)));
    expect(parts.map(({ entities }) => entities.length)).toEqual([100, 100, 50]);
  });

  test("while it grows shows its latest part", () => {
    const lines = Array.from({ length: 1_000 }, (_, index) => `line ${index}`).join("\n");
    const { text } = latestOf(plain(lines));
    expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(text).toMatch(/^…\nline \d+\n/);
    expect(text.endsWith("line 999")).toBe(true);
    expect(latestOf(plain("short")).text).toBe("short");
  });
});
