import { expect, test } from "vitest";
import { fuzz } from "./campaign.ts";

const CASES = 50;

test("of fifty damaged stores nothing goes wrong, and every session on an untouched page is saved", {
  timeout: 180_000,
}, async () => {
  const played = await fuzz({ cases: CASES, seed: 1, botEvery: 20 });
  for (const { seed, harm, outcome } of played) expect(outcome.wrongs, `${harm}, seed ${seed}`).toEqual([]);
  expect(played).toHaveLength(CASES);
  expect(played.filter(({ byBot }) => byBot)).toHaveLength(2);
  const sum = (key: "untouched" | "savedUntouched" | "salvages") =>
    played.reduce((total, { outcome }) => total + outcome[key], 0);
  expect(sum("savedUntouched")).toBe(sum("untouched"));
  expect(sum("untouched")).toBeGreaterThan(CASES * 50);
  expect(sum("salvages")).toBeGreaterThan(CASES / 2);
});
