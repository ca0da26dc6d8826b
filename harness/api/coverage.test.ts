import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect as assert, describe, test } from "vitest";
import { botByHand } from "../methods/by-hand.ts";
import { methods } from "../methods/index.ts";
import { coverage, coverageTable, TABLE } from "./coverage.ts";
import { description } from "./description.ts";
import { example } from "./example.ts";
import { fault } from "./fault.ts";

const require = createRequire(import.meta.url);
const manifest = require.resolve("@grammyjs/types/package.json");

describe("the description of the Bot API", () => {
  test("is the one of the package this project depends on (else: npm run describe-api)", () => {
    const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
    assert(description.from).toBe(`@grammyjs/types ${version}`);
  });

  test("has every method of that package", () => {
    const source = readFileSync(join(manifest, "../methods.d.ts"), "utf8");
    const [, list = ""] = source.split("export type ApiMethods<F> = {");
    const names = [...list.split("\n};")[0]!.matchAll(/^ {4}(\w+)\(/gm)].map(([, name]) => name);
    assert(names.length).toBeGreaterThan(180);
    assert(Object.keys(description.methods)).toEqual(names.toSorted());
  });

  test("knows every method that the harness keeps the state of", () => {
    assert(Object.keys(methods).filter((name) => !(name in description.methods))).toEqual([]);
  });
});

describe("the README", () => {
  test("says of every method how far the harness goes (else: npm run describe-api)", () => {
    const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
    assert(TABLE.exec(readme)?.[0]).toBe(coverageTable());
  });
});

describe("a method that is only validated", () => {
  const only = [...coverage].filter(([, how]) => how === "validated").map(([name]) => name);

  test("answers with a result of the right shape", async () => {
    await using hand = await botByHand();
    const refusals: string[] = [];
    for (const name of only) {
      const args = argumentsFor(name, hand.alice.id);
      const { ok, result, description: refusal } = await hand.call(name, args);
      const type = description.methods[name]!.result;
      if (ok) assert(fault(result, type), `${name}: ${JSON.stringify(result)}`).toBeUndefined();
      else refusals.push(`${name}: ${refusal}`);
    }
    assert(refusals).toEqual([]);
    assert(hand.telegram.verdict()).toEqual([]);
  });

  test("refuses a call that lacks what it must have", async () => {
    await using hand = await botByHand();
    const lenient: string[] = [];
    for (const name of only) {
      const isNeedy = Object.values(description.methods[name]!.parameters).some(({ optional }) => !optional);
      if (isNeedy && (await hand.call(name)).status !== 400) lenient.push(name);
    }
    assert(lenient).toEqual([]);
  });
});

/** What the method must have, in the plainest form. */
function argumentsFor(name: string, chatId: number): Record<string, unknown> {
  const { parameters } = description.methods[name]!;
  const required = Object.entries(parameters).filter(([, { optional }]) => !optional);
  return Object.fromEntries(
    required.map(([parameter, { type }]) => [parameter, /chat_id$/.test(parameter) ? chatId : plain(type)]),
  );
}

function plain(given: Parameters<typeof fault>[1]): unknown {
  const value = example(given);
  return value === "" ? "x" : value;
}
