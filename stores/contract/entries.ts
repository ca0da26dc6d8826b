import { describe, expect, test } from "vitest";
import { AWKWARD, type Subject } from "./store-under-test.ts";

export const entries = ({ open }: Subject) =>
  describe("entries", () => {
    test("an absent key reads as undefined, an empty value as itself", async () => {
      await using store = await open();
      expect(await store.backend.read("user")).toBeUndefined();
      expect(await store.backend.compareAndSet("user", undefined, "")).toBe(true);
      expect(await store.backend.read("user")).toBe("");
    });

    test("compare-and-set creates what is absent, and only that", async () => {
      await using store = await open();
      expect(await store.backend.compareAndSet("user", undefined, "one")).toBe(true);
      expect(await store.backend.compareAndSet("user", undefined, "two")).toBe(false);
      expect(await store.backend.read("user")).toBe("one");
    });

    test("compare-and-set replaces what is expected, and only that", async () => {
      await using store = await open();
      await store.backend.compareAndSet("user", undefined, "one");
      expect(await store.backend.compareAndSet("user", "one", "two")).toBe(true);
      expect(await store.backend.compareAndSet("user", "one", "three")).toBe(false);
      expect(await store.backend.compareAndSet("user", "two ", "three")).toBe(false);
      expect(await store.backend.compareAndSet("user", "", "three")).toBe(false);
      expect(await store.backend.read("user")).toBe("two");
    });

    test("replacing a value by itself succeeds", async () => {
      await using store = await open();
      await store.backend.compareAndSet("user", undefined, "one");
      expect(await store.backend.compareAndSet("user", "one", "one")).toBe(true);
    });

    test("nothing is created where something is expected", async () => {
      await using store = await open();
      expect(await store.backend.compareAndSet("user", "one", "two")).toBe(false);
      expect(await store.backend.compareAndSet("user", "", "two")).toBe(false);
      expect(await store.backend.read("user")).toBeUndefined();
    });

    test("compare-and-set deletes what is expected, and only that", async () => {
      await using store = await open();
      await store.backend.compareAndSet("user", undefined, "one");
      expect(await store.backend.compareAndSet("user", "two", undefined)).toBe(false);
      expect(await store.backend.read("user")).toBe("one");
      expect(await store.backend.compareAndSet("user", "one", undefined)).toBe(true);
      expect(await store.backend.read("user")).toBeUndefined();
      expect(await store.backend.compareAndSet("user", "one", undefined)).toBe(false);
    });

    test("expecting absence and wanting absence only compares", async () => {
      await using store = await open();
      expect(await store.backend.compareAndSet("user", undefined, undefined)).toBe(true);
      await store.backend.compareAndSet("user", undefined, "one");
      expect(await store.backend.compareAndSet("user", undefined, undefined)).toBe(false);
      expect(await store.backend.read("user")).toBe("one");
    });

    test("a deleted key can be created again", async () => {
      await using store = await open();
      await store.backend.compareAndSet("user", undefined, "one");
      await store.backend.compareAndSet("user", "one", undefined);
      expect(await store.backend.compareAndSet("user", undefined, "two")).toBe(true);
      expect(await store.backend.read("user")).toBe("two");
    });

    test("awkward keys stay apart and awkward values stay whole", async () => {
      await using store = await open();
      for (const awkward of AWKWARD) {
        expect(await store.backend.compareAndSet(awkward, undefined, awkward), JSON.stringify(awkward)).toBe(true);
      }
      for (const awkward of AWKWARD) expect(await store.backend.read(awkward)).toBe(awkward);
      expect(await store.backend.read("with")).toBeUndefined();
      expect(await store.backend.compareAndSet("with\0nul", "with", "cut")).toBe(false);
    });

    test("what looks like null, a number or JSON stays the text it is", async () => {
      await using store = await open();
      for (const text of ["null", "0", "12.50", "1e3", "undefined", "{}", '"'])
        await store.backend.compareAndSet(`key of ${text}`, undefined, text);
      for (const text of ["null", "0", "12.50", "1e3", "undefined", "{}", '"'])
        expect(await store.backend.read(`key of ${text}`)).toBe(text);
    });

    test("a value of a megabyte is written, compared and read whole", async () => {
      await using store = await open();
      const big = "ж".repeat(512 * 1024);
      expect(await store.backend.compareAndSet("big", undefined, big)).toBe(true);
      expect(await store.backend.compareAndSet("big", `${big}!`, "wrong")).toBe(false);
      expect(await store.backend.compareAndSet("big", big, `${big}!`)).toBe(true);
      expect(await store.backend.read("big")).toBe(`${big}!`);
    });

    test("a long key is not cut", async () => {
      await using store = await open();
      const long = "k".repeat(2_000);
      await store.backend.compareAndSet(`${long}1`, undefined, "one");
      expect(await store.backend.compareAndSet(`${long}2`, undefined, "two")).toBe(true);
      expect(await store.backend.read(`${long}1`)).toBe("one");
    });
  });
