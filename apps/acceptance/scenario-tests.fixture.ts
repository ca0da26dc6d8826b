import { describe, test } from "vitest";
import { isRedisInstalled } from "#stores/testing";
import { NotPlayed } from "./not-played.ts";
import { type AssistantScenario, scenarios } from "./scenarios/index.ts";
import { type Column, nameOf, POLLING_SQLITE } from "./stage/column.ts";

const QUICK = { kills: 3, seed: 1 };
const PATIENCE_MS = 60_000;

/** What also runs on the other ways to run the bot; `npm run acceptance` runs everything on all of them. */
const ALSO = "Test [1-4]:|when the owner is killed|groups at once";
const SAMPLE = {
  polling: new RegExp(`${ALSO}|Redis`),
  webhook: new RegExp(`${ALSO}|Redis (was killed|has no memory left|(falls|fell) silent for longer)`),
};

/**
 * Plays the scenarios of a column as tests: all of them in the main one, a sample in the others. Two at once, for most
 * wait more than they work.
 */
export function scenarioTests(column: Column): void {
  const isMain = column === POLLING_SQLITE;
  const here = scenarios.filter(({ title, runsOn }) => runsOn(column) && (isMain || SAMPLE[column.mode].test(title)));
  describe.skipIf(column.store === "redis" && !isRedisInstalled())(nameOf(column), () => {
    for (const odd of [0, 1]) {
      describe.concurrent(`${nameOf(column)}, ${odd ? "the other half" : "one half"}`, () => {
        for (const each of here.filter((_, index) => index % 2 === odd)) scenarioTest(each, column);
      });
    }
  });
}

function scenarioTest({ title, run }: AssistantScenario, column: Column): void {
  test(title, { timeout: PATIENCE_MS, concurrent: false }, async ({ skip }) => {
    await run({ column, effort: QUICK }, () => {}).catch((error: unknown) => {
      if (error instanceof NotPlayed && process.env.HOLDFAST_REQUIRE_ALL !== "1") skip(error.message);
      throw error;
    });
  });
}
