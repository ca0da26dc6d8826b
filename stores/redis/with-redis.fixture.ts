import { describe, test } from "vitest";
import { HOW_TO_GET_REDIS, isRedisInstalled } from "../testing/index.ts";

/** Tests that need a Redis: skipped in one line where none is installed, failed where `HOLDFAST_REQUIRE_ALL=1`. */
export function withRedis(tests: () => void): void {
  if (isRedisInstalled()) tests();
  else if (process.env.HOLDFAST_REQUIRE_ALL === "1") {
    test("Redis is there", () => {
      throw new Error(HOW_TO_GET_REDIS);
    });
  } else {
    console.warn(`Skipped: ${HOW_TO_GET_REDIS}.`);
    describe.skip("redis", () => test("is not installed", () => {}));
  }
}
