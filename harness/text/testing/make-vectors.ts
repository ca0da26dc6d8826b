import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { agree } from "./agree.ts";
import { answered } from "./answered.ts";
import { randomQuestions } from "./questions.ts";
import { askTdlib, tdlibVersion } from "./tdlib.ts";
import { modes } from "./vector.ts";
import { vectorFile, written } from "./vector-file.ts";

/**
 * Asks TDLib's own parser and writes its answers down: `npm run vectors`. Or asks TDLib and the harness the same, as
 * often as you like, and prints the shortest that they answer differently:
 *
 *     npm run vectors -- --check --seed 7 --count 20000
 */
const { values } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    seed: { type: "string", default: "2" },
    count: { type: "string", default: "10000" },
  },
});

if (values.check) check(Number(values.seed), Number(values.count));
else write();

function write(): void {
  const vectors = answered();
  writeFileSync(vectorFile, written(tdlibVersion, vectors));
  console.log(`${vectors.length} vectors from TDLib ${tdlibVersion} are in ${vectorFile}.`);
}

function check(seed: number, count: number): void {
  for (const mode of modes) {
    const vectors = [...randomQuestions(mode, seed).take(count)].map((question) => ({
      ...question,
      outcome: askTdlib(mode, question.input, question.given),
    }));
    const differing = vectors.filter((vector) => !agree(vector));
    const refused = vectors.filter(({ outcome }) => "error" in outcome).length;
    console.log(`${mode}: ${differing.length} of ${count} differ; TDLib refused ${refused}.`);
    for (const { input, given } of differing.sort((one, other) => one.input.length - other.input.length).slice(0, 5)) {
      console.log(` ${JSON.stringify(input)}${given ? ` ${JSON.stringify(given)}` : ""}`);
    }
    if (differing.length > 0) process.exitCode = 1;
  }
}
