import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Backend } from "#core";
import { MODEL_RUNS, ModelStore } from "./model-store.ts";
import { all, ids, positions, type Subject } from "./store-under-test.ts";

type Step = (backend: Backend, model: ModelStore) => Promise<void>;

const key = fc.constantFrom("a", "a\0", "ab", "b", "ж");
const value = fc.oneof(fc.constantFrom("", "x", "y"), fc.string({ unit: "binary", maxLength: 20 }));
const mark = fc.constantFrom("m", "n");
const id = fc.constantFrom("1", "2", "3", "10", "20");
const time = fc.integer({ min: 0, max: 5 });
const marks = fc.dictionary(mark, fc.option(fc.integer({ min: -3, max: 3 })), { maxKeys: 2, noNullPrototype: true });

const steps: fc.Arbitrary<readonly [name: string, step: Step]> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(key, fc.constantFrom("right", "wrong", "absent"), fc.option(value, { nil: undefined }), marks)
      .map(compareAndSet),
  },
  { weight: 3, arbitrary: fc.array(fc.tuple(id, value), { maxLength: 4 }).map(append) },
  { weight: 2, arbitrary: fc.tuple(fc.array(fc.nat(12), { maxLength: 3 }), time).map(finish) },
  { weight: 1, arbitrary: time.map(forget) },
);

export const model = ({ open }: Subject) =>
  describe("model", () => {
    test("any sequence of writes leaves what a simple model says", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(steps, { maxLength: 25 }), fc.nat(24), async (sequence, reopenAt) => {
          await using store = await open();
          const expected = new ModelStore();
          for (const [index, [, step]] of sequence.entries()) {
            await step(index === reopenAt ? await store.reopen() : store.backend, expected);
          }
          await agree(store.backend, expected);
        }),
        { numRuns: MODEL_RUNS },
      );
    });
  });

function compareAndSet([name, guess, next, changes]: [
  string,
  string,
  string | undefined,
  Record<string, number | null>,
]) {
  const step: Step = async (backend, model) => {
    const held = model.entries.get(name);
    const expected = guess === "right" ? held : guess === "wrong" ? `${held}?` : undefined;
    const done = await backend.compareAndSet(name, expected, next, changes);
    expect(done).toBe(model.compareAndSet(name, expected, next, changes));
  };
  return [`compareAndSet ${JSON.stringify([name, guess, next, changes])}`, step] as const;
}

function append(batch: [string, string][]) {
  const entries = batch.map(([entryId, payload]) => ({ id: entryId, payload, at: 1 }));
  const step: Step = async (backend, model) => {
    expect(ids(await backend.log.append(entries))).toEqual(model.append(entries));
  };
  return [`append ${JSON.stringify(batch)}`, step] as const;
}

function finish([indexes, now]: [number[], number]) {
  const step: Step = async (backend, model) => {
    const waiting = await backend.log.unfinished(100);
    const chosen = indexes.flatMap((index) => waiting[index] ?? []);
    await backend.log.finish(positions(chosen), now);
    model.finish(ids(chosen), now);
  };
  return [`finish ${JSON.stringify(indexes)} at ${now}`, step] as const;
}

function forget(before: number) {
  const step: Step = async (backend, model) => {
    await backend.log.forget(before);
    model.forget(before);
  };
  return [`forget before ${before}`, step] as const;
}

async function agree(backend: Backend, model: ModelStore): Promise<void> {
  expect(new Map(await all(backend.scan("")))).toEqual(model.entries);
  expect(new Map(await all(backend.scan("a")))).toEqual(model.startingWith("a"));
  for (const [name, stored] of model.entries) expect(await backend.read(name)).toBe(stored);
  for (const name of ["m", "n"]) {
    for (const upTo of [0, undefined]) {
      const found = await all(backend.marked(name, upTo));
      expect(found.toSorted()).toEqual(model.marked(name, upTo).toSorted());
      const scores = found.map((marked) => model.marks.get(name)?.get(marked) ?? Number.NaN);
      expect(scores).toEqual(scores.toSorted((one, other) => one - other));
    }
  }
  const waiting = await backend.log.unfinished(100);
  expect(waiting.map(({ id: entryId, payload }) => [entryId, payload])).toEqual(model.waiting);
}
