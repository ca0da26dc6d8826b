import { describe, expect, test } from "vitest";
import { readWish, spanInWords } from "./when.ts";

const NOON = Date.parse("2026-02-04T12:00:00Z");
const due = (words: string, timeZone = "UTC", from = NOON) => {
  const wish = readWish(words, from, timeZone);
  return wish && new Date(wish.due).toISOString();
};

describe("a wish", () => {
  test.each([
    ["45s tea", "2026-02-04T12:00:45.000Z"],
    ["20m tea", "2026-02-04T12:20:00.000Z"],
    ["1h30m tea", "2026-02-04T13:30:00.000Z"],
    ["1D2H tea", "2026-02-05T14:00:00.000Z"],
    ["18:30 call mum", "2026-02-04T18:30:00.000Z"],
    ["9:05 call mum", "2026-02-05T09:05:00.000Z"],
    ["12:00 tomorrow's lunch", "2026-02-05T12:00:00.000Z"],
  ])("%s", (words, expected) => {
    expect(due(words)).toBe(expected);
  });

  test.each(["", "20m", "tea 20m", "0m tea", "m tea", "24:00 tea", "12:60 tea", "-5m tea", "99999999h tea"])(
    "%s is none",
    (words) => {
      expect(due(words)).toBeUndefined();
    },
  );

  test("keeps its words as they are", () => {
    expect(readWish(" 20m  two\nlines  ", NOON, "UTC")?.text).toBe("two\nlines");
  });

  test("takes times of the day from the zone's clocks", () => {
    expect(due("18:30 call", "Europe/Berlin")).toBe("2026-02-04T17:30:00.000Z");
    expect(due("12:30 call", "Europe/Berlin")).toBe("2026-02-05T11:30:00.000Z");
    expect(due("8:00 call", "Asia/Kolkata")).toBe("2026-02-05T02:30:00.000Z");
  });

  test("knows that clocks are put forward in between", () => {
    const evening = Date.parse("2026-03-28T20:00:00Z");
    expect(due("8:00 call", "Europe/Berlin", evening)).toBe("2026-03-29T06:00:00.000Z");
  });
});

test.each([
  [12 * 60_000, "12 min"],
  [125 * 60_000, "2 h 5 min"],
  [49 * 3_600_000, "2 d 1 h"],
])("%d ms in words", (ms, words) => {
  expect(spanInWords(ms)).toBe(words);
});
