import { expect as assert, describe, test } from "vitest";
import { agree, forBots } from "./testing/agree.ts";
import { askHarness } from "./testing/harness.ts";
import { knownDifferences } from "./testing/known-differences.ts";
import { modes, type Vector } from "./testing/vector.ts";
import { readVectors, vectorFile, written } from "./testing/vector-file.ts";

const { tdlib, vectors } = readVectors();
const isKnown = ({ mode, input }: Vector) =>
  knownDifferences.some((difference) => difference.mode === mode && difference.input === input);

describe(`text is read as TDLib ${tdlib} reads it`, () => {
  test.each(modes)("%s: every vector, but for the known differences", (mode) => {
    const asked = vectors.filter((vector) => vector.mode === mode);
    assert(asked.length).toBeGreaterThanOrEqual(1_500);
    const [first, ...more] = asked.filter((vector) => !isKnown(vector) && !agree(vector));
    if (first) assert({ more: more.length, ...harnessAnswer(first) }).toEqual({ more: 0, ...tdlibAnswer(first) });
  });

  test("what is listed as a difference is one, and stands in the vectors", () => {
    const differing = vectors.filter((vector) => isKnown(vector) && !agree(vector));
    assert(differing.map(({ mode, input }) => ({ mode, input }))).toEqual(
      knownDifferences.map(({ mode, input }) => ({ mode, input })),
    );
  });
});

/** Only where TDLib is prebuilt for the platform; the vectors themselves need it not. */
const parser = await import("./testing/answered.ts").catch(() => undefined);
const isMissing = parser === undefined && process.env.HOLDFAST_REQUIRE_ALL !== "1";
if (isMissing)
  console.warn("TDLib is not here, so its answers are taken from the file: npm install prebuilt-tdlib tdl");

describe.skipIf(isMissing)("the vectors", () => {
  test("are what TDLib answers", async () => {
    const { readFileSync } = await import("node:fs");
    assert(written(tdlib, parser?.answered() ?? []) === readFileSync(vectorFile, "utf8")).toBe(true);
  });
});

const harnessAnswer = ({ mode, input, given }: Vector) => ({ input, given, ...askHarness(mode, input, given) });
const tdlibAnswer = ({ input, given, outcome }: Vector) => ({ input, given, ...forBots(outcome) });
