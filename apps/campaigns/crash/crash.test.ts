import { describe, expect, test } from "vitest";
import { HOW_TO_GET_REDIS, isRedisInstalled } from "#stores/testing";
import { nameOf } from "../../acceptance/stage/column.ts";
import { campaign } from "./campaign.ts";
import { nameOfAim } from "./plan.ts";
import { steps } from "./steps.ts";

const SAMPLE = [
  { mode: "polling", store: "sqlite" },
  { mode: "webhook", store: "redis" },
] as const;

/** Each step in one of them; `npm run crash` plays all in every column. */
const played = SAMPLE.map((_, column) => steps.filter((_, index) => index % SAMPLE.length === column));
/** A kill there makes the bot say again what it does not know it has said. */
const REPEATED = ["after reply", "after turn's answer sent"];

if (!isRedisInstalled()) console.warn(`Half of the crash sample is skipped: ${HOW_TO_GET_REDIS}.`);

describe.concurrent("a bot that is killed at every step of an update and of a turn", () => {
  for (const [index, column] of SAMPLE.entries()) {
    const steps = played[index] ?? [];
    const isLeftOut = column.store === "redis" && !isRedisInstalled() && process.env.HOLDFAST_REQUIRE_ALL !== "1";
    test.skipIf(isLeftOut)(`loses nothing by ${nameOf(column)}`, { timeout: 180_000 }, async () => {
      const kills = steps.length + 3;
      const tally = await campaign({ column, users: 6, kills, seed: 1, print: () => {}, steps });
      for (const step of steps) expect(tally.at(nameOfAim(step)).kills, nameOfAim(step)).toBe(1);
      expect(tally.at("random instant").kills).toBe(3);
      const repeated = steps.map(nameOfAim).filter((name) => REPEATED.includes(name));
      for (const name of repeated) expect(tally.at(name).duplicates, name).toBeGreaterThan(0);
    });
  }
});
