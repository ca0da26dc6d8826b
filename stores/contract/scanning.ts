import { describe, expect, test } from "vitest";
import { AWKWARD, all, type Subject } from "./store-under-test.ts";

export const scanning = ({ open }: Subject) =>
  describe("scan", () => {
    test("finds every key with the prefix, with its value, and no other", async () => {
      await using store = await open();
      for (const key of ["user/1", "user/2", "user", "users/3", "other"])
        await store.backend.compareAndSet(key, undefined, `value of ${key}`);
      expect((await all(store.backend.scan("user/"))).toSorted()).toEqual([
        ["user/1", "value of user/1"],
        ["user/2", "value of user/2"],
      ]);
      expect(await all(store.backend.scan("user/9"))).toEqual([]);
    });

    test("the empty prefix finds everything, and nothing of the store's own", async () => {
      await using store = await open();
      expect(await all(store.backend.scan(""))).toEqual([]);
      await store.backend.log.append([{ id: "1", payload: "x", at: 1 }]);
      await store.backend.compareAndSet("user", undefined, "one", { active: 1 });
      expect(await all(store.backend.scan(""))).toEqual([["user", "one"]]);
    });

    test("a prefix is text, not a pattern", async () => {
      await using store = await open();
      for (const awkward of AWKWARD) await store.backend.compareAndSet(`${awkward}/key`, undefined, "x");
      await store.backend.compareAndSet("aXbYc\\/key", undefined, "x");
      for (const awkward of AWKWARD) {
        expect(await all(store.backend.scan(`${awkward}/`)), JSON.stringify(awkward)).toEqual([
          [`${awkward}/key`, "x"],
        ]);
      }
    });

    test("more than a thousand keys are found once each", async () => {
      await using store = await open();
      const keys = Array.from({ length: 1_250 }, (_, index) => `user/${index}`);
      await Promise.all(keys.map((key) => store.backend.compareAndSet(key, undefined, key)));
      const found = await all(store.backend.scan("user/"));
      expect(found.map(([key]) => key).toSorted()).toEqual(keys.toSorted());
      for (const [key, value] of found) expect(value).toBe(key);
    });

    test("what is there throughout is found once, whatever changes meanwhile", async () => {
      await using store = await open();
      const keys = Array.from({ length: 600 }, (_, index) => `user/${index}`);
      await Promise.all(keys.map((key) => store.backend.compareAndSet(key, undefined, "old")));
      const stays = keys.filter((_, index) => index % 3 !== 0);
      const goes = keys.filter((_, index) => index % 3 === 0);
      const found: string[] = [];
      for await (const [key, value] of store.backend.scan("user/")) {
        found.push(key);
        expect(["old", "new"]).toContain(value);
        const going = goes.pop();
        if (going) await store.backend.compareAndSet(going, "old", undefined);
        const renewed = stays[found.length];
        if (renewed) await store.backend.compareAndSet(renewed, "old", "new");
        await store.backend.compareAndSet(`user/new ${found.length % 500}`, undefined, "new");
        if (found.length > 5_000) break;
      }
      expect(found.filter((key) => stays.includes(key)).toSorted()).toEqual(stays.toSorted());
    });

    test("a scan may be left early", async () => {
      await using store = await open();
      for (const key of ["1", "2", "3"]) await store.backend.compareAndSet(key, undefined, "x");
      for await (const [key] of store.backend.scan("")) {
        expect(["1", "2", "3"]).toContain(key);
        break;
      }
      expect(await store.backend.read("1")).toBe("x");
    });
  });
