import { spawnSync } from "node:child_process";
import { describe, test } from "vitest";

/**
 * Tests that need programs: skipped, with one line that says so, where one is not installed; failed where `HOLDFAST_REQUIRE_ALL=1`.
 * @param packages of Debian, by the names of the programs in them.
 */
export function describeWithPrograms(
  packages: Readonly<Record<string, string>>,
  title: string,
  tests: () => void,
): void {
  const missing = Object.keys(packages).filter((program) => spawnSync(program, ["-version"]).error !== undefined);
  if (missing.length === 0) return void describe(title, tests);
  const howToGet = `apt-get install ${missing.map((program) => packages[program]).join(" ")}`;
  if (process.env.HOLDFAST_REQUIRE_ALL !== "1") {
    console.warn(`Without ${missing.join(" and ")}, ${title} is not tried: ${howToGet}.`);
    return void describe.skip(title, tests);
  }
  describe(title, () => {
    test(`has ${missing.join(" and ")}`, () => {
      throw new Error(`Not installed: ${missing.join(" and ")}: ${howToGet}.`);
    });
  });
}
