import { describe, expect, test } from "vitest";
import { AWKWARD, all, type Subject } from "./store-under-test.ts";

export const marks = ({ open }: Subject) =>
  describe("marks", () => {
    test("a mark is set in the write that names it, and found lowest first", async () => {
      await using store = await open();
      await store.backend.compareAndSet("late", undefined, "x", { active: 30 });
      await store.backend.compareAndSet("early", undefined, "x", { active: -1.5 });
      await store.backend.compareAndSet("middle", undefined, "x", { active: 1_750_000_000_000 });
      await store.backend.compareAndSet("none", undefined, "x");
      expect(await all(store.backend.marked("active"))).toEqual(["early", "late", "middle"]);
      expect(await all(store.backend.marked("other"))).toEqual([]);
    });

    test("upTo is the highest number that counts", async () => {
      await using store = await open();
      for (const at of [10, 20, 30]) await store.backend.compareAndSet(`at ${at}`, undefined, "x", { active: at });
      expect(await all(store.backend.marked("active", 20))).toEqual(["at 10", "at 20"]);
      expect(await all(store.backend.marked("active", 9.5))).toEqual([]);
    });

    test("a conflict leaves marks as they are", async () => {
      await using store = await open();
      await store.backend.compareAndSet("user", undefined, "one", { active: 10 });
      await store.backend.compareAndSet("user", "wrong", "two", { active: 20, other: 1 });
      await store.backend.compareAndSet("user", undefined, "two", { active: null });
      expect(await all(store.backend.marked("active", 10))).toEqual(["user"]);
      expect(await all(store.backend.marked("other"))).toEqual([]);
    });

    test("a mark moves; marks that are not named stay; null takes one away", async () => {
      await using store = await open();
      await store.backend.compareAndSet("user", undefined, "one", { active: 10, waiting: 1 });
      await store.backend.compareAndSet("user", "one", "two", { active: 20 });
      expect(await all(store.backend.marked("active", 19))).toEqual([]);
      expect(await all(store.backend.marked("active"))).toEqual(["user"]);
      expect(await all(store.backend.marked("waiting"))).toEqual(["user"]);
      await store.backend.compareAndSet("user", "two", "three", { waiting: null, never: null });
      expect(await all(store.backend.marked("waiting"))).toEqual([]);
      expect(await all(store.backend.marked("active"))).toEqual(["user"]);
    });

    test("a deleted key loses all of its marks, and no other key does", async () => {
      await using store = await open();
      await store.backend.compareAndSet("gone", undefined, "one", { active: 1, waiting: 1 });
      await store.backend.compareAndSet("stays", undefined, "one", { active: 2 });
      await store.backend.compareAndSet("gone", "one", undefined, { active: 5 });
      expect(await all(store.backend.marked("active"))).toEqual(["stays"]);
      expect(await all(store.backend.marked("waiting"))).toEqual([]);
      await store.backend.compareAndSet("gone", undefined, "again");
      expect(await all(store.backend.marked("active"))).toEqual(["stays"]);
    });

    test("an absent key takes no mark", async () => {
      await using store = await open();
      await store.backend.compareAndSet("user", undefined, undefined, { active: 1 });
      expect(await all(store.backend.marked("active"))).toEqual([]);
    });

    test("a mark that is no number is refused before anything is written", async () => {
      await using store = await open();
      const write = store.backend.compareAndSet("user", undefined, "one", { active: Number.NaN });
      await expect(write).rejects.toThrow(RangeError);
      expect(await store.backend.read("user")).toBeUndefined();
    });

    test("marks and keys may have awkward names", async () => {
      await using store = await open();
      for (const awkward of AWKWARD) await store.backend.compareAndSet(awkward, undefined, "x", { [awkward]: 1 });
      for (const awkward of AWKWARD) expect(await all(store.backend.marked(awkward))).toEqual([awkward]);
    });

    test("more than a page is found whole and in order, equal numbers included", async () => {
      await using store = await open();
      const keys = Array.from({ length: 1_250 }, (_, index) => `user ${index}`);
      const scoreOf = (key: string) => (Number(key.slice(5)) % 5 < 3 ? 7 : Number(key.slice(5)));
      await Promise.all(keys.map((key) => store.backend.compareAndSet(key, undefined, "x", { active: scoreOf(key) })));
      const found = await all(store.backend.marked("active"));
      expect(found.toSorted()).toEqual(keys.toSorted());
      expect(found.map(scoreOf)).toEqual(found.map(scoreOf).toSorted((one, other) => one - other));
    });

    test("whoever deletes what is found while looking still finds all", async () => {
      await using store = await open();
      const keys = Array.from({ length: 700 }, (_, index) => `user ${index}`);
      await Promise.all(
        keys.map((key, at) => store.backend.compareAndSet(key, undefined, "x", { active: at % 2 ? 1 : at })),
      );
      const found: string[] = [];
      for await (const key of store.backend.marked("active")) {
        found.push(key);
        await store.backend.compareAndSet(key, "x", undefined);
      }
      expect(found.toSorted()).toEqual(keys.toSorted());
      expect(await all(store.backend.marked("active"))).toEqual([]);
    });
  });
