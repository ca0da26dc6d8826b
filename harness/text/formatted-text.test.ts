import { expect as assert, describe, test } from "vitest";
import { formatText } from "./formatted-text.ts";

describe("formatText", () => {
  test("trims and cleans, and moves the entities along", () => {
    assert(formatText({ text: "  \n<b>a\r\tb</b> \u2029", parseMode: "HTML" })).toEqual({
      text: "a b",
      entities: [{ type: "bold", offset: 0, length: 3 }],
    });
  });

  test("drops entities that trimming leaves empty", () => {
    assert(formatText({ text: "a<b> </b>", parseMode: "html" })).toEqual({ text: "a", entities: [] });
  });

  test("finds commands and links within formatted text, but not in code", () => {
    const text = "<b>/start</b> <code>/stop</code> <a href='http://e.com'>f.org</a> g.org";
    assert(formatText({ text, parseMode: "HTML" }).entities.map(({ type, offset }) => [type, offset])).toEqual([
      ["bot_command", 0],
      ["bold", 0],
      ["code", 7],
      ["text_link", 13],
      ["url", 19],
    ]);
  });

  test("mentions a user it can find", () => {
    const user = { id: 5, is_bot: false, first_name: "Alice" };
    const input = { text: "<a href='tg://user?id=5'>you</a>", parseMode: "HTML" };
    assert(formatText({ ...input, findUser: () => user }).entities).toEqual([
      { type: "text_mention", user, offset: 0, length: 3 },
    ]);
    assert(formatText(input).entities).toEqual([]);
  });

  test("trims spaces and line breaks, but no other white space, and not what is formatted at the beginning", () => {
    assert(formatText({ text: " \n\u00a0a\u3000 \n" }).text).toBe("\u00a0a\u3000");
    assert(formatText({ text: " <b> a</b>", parseMode: "HTML" })).toEqual({
      text: " a",
      entities: [{ type: "bold", offset: 0, length: 2 }],
    });
  });

  test("shortens what reaches into the trimmed end", () => {
    assert(formatText({ text: "a <b>b \n</b>", parseMode: "HTML" })).toEqual({
      text: "a b",
      entities: [{ type: "bold", offset: 2, length: 1 }],
    });
  });

  test.each(["", " \n", "<b></b>", "\u200b", "\u2800\u3000", "\u{e0001}"])("leaves nothing of %j", (text) => {
    assert(formatText({ text, parseMode: "HTML" })).toEqual({ text: "", entities: [] });
  });

  test("cuts a style where an address within it begins and ends", () => {
    assert(formatText({ text: "<b>a b.com c</b>", parseMode: "HTML" }).entities).toEqual([
      { type: "bold", offset: 0, length: 2 },
      { type: "url", offset: 2, length: 5 },
      { type: "bold", offset: 2, length: 5 },
      { type: "bold", offset: 7, length: 2 },
    ]);
  });

  test("keeps a hundred formatted pieces, links before styles", () => {
    const bold = Array.from({ length: 101 }, (_, index) => ({ type: "bold", offset: 2 * index, length: 1 }));
    const link = { type: "text_link", url: "http://e.com/", offset: 201, length: 1 };
    const kept = formatText({ text: "ab".repeat(101), entities: [...bold, link] }).entities;
    assert(kept).toEqual([...bold.slice(0, 99), link]);
  });

  test("lets nothing stand inside code", () => {
    const text = "<b><code>a</code></b><pre><i>b</i></pre>";
    assert(formatText({ text, parseMode: "HTML" }).entities.map(({ type }) => type)).toEqual(["code", "pre"]);
  });

  test("takes spelled-out entities, except those Telegram finds itself", () => {
    const entities = [
      { type: "bold", offset: "0", length: 1 },
      { type: "mention", offset: 0, length: 1 },
    ];
    assert(formatText({ text: "ab", entities }).entities).toEqual([{ type: "bold", offset: 0, length: 1 }]);
  });
});
