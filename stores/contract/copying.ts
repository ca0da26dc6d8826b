import { describe, expect, test } from "vitest";
import type { FinishedEntry, LogEntry } from "#core";
import { AWKWARD, all, entry, ids, positions, type Subject } from "./store-under-test.ts";

/** What is needed to take a store somewhere else. */
export const copying = ({ open }: Subject) =>
  describe("copying", () => {
    test("entries are given with their marks, those that are absent left out", async () => {
      await using store = await open();
      const { backend } = store;
      await backend.compareAndSet("plain", undefined, "one");
      await backend.compareAndSet("marked", undefined, "two", { active: 1_750_000_000_000.25, waiting: -1 });
      await backend.compareAndSet("marked", "two", "three", { waiting: null, other: Number.POSITIVE_INFINITY });
      await backend.compareAndSet("empty", undefined, "");
      const found = await backend.entriesOf(["marked", "nobody", "empty", "plain"]);
      expect(found.toSorted((one, other) => one.key.localeCompare(other.key))).toEqual([
        { key: "empty", value: "", marks: {} },
        { key: "marked", value: "three", marks: { active: 1_750_000_000_000.25, other: Number.POSITIVE_INFINITY } },
        { key: "plain", value: "one", marks: {} },
      ]);
      expect(await backend.entriesOf([])).toEqual([]);
      expect(await backend.entriesOf(["nobody"])).toEqual([]);
    });

    test("keys and marks with awkward names are given as they are", async () => {
      await using store = await open();
      for (const awkward of AWKWARD) await store.backend.compareAndSet(awkward, undefined, awkward, { [awkward]: 1 });
      for (const awkward of AWKWARD) {
        expect(await store.backend.entriesOf([awkward])).toEqual([
          { key: awkward, value: awkward, marks: { [awkward]: 1 } },
        ]);
      }
    });

    test("an entry is given as it was at one instant, whoever changes it", async () => {
      await using store = await open();
      const { backend } = store;
      await backend.compareAndSet("user", undefined, "0", { count: 0 });
      let writing = true;
      const writer = (async () => {
        for (let count = 0; writing; count++)
          await backend.compareAndSet("user", String(count), String(count + 1), { count: count + 1 });
      })();
      for (let looks = 0; looks < 200; looks++) {
        const [found] = await backend.entriesOf(["user"]);
        expect(found?.marks).toEqual({ count: Number(found?.value) });
      }
      writing = false;
      await writer;
    });

    test("the log tells the position given out last, also when nothing is held any more", async () => {
      await using store = await open();
      const { log } = store.backend;
      expect(await log.last()).toBe("0");
      const appended = await log.append([entry("1"), entry("2")]);
      await log.finish(positions(appended), 1);
      await log.forget(2);
      expect(await log.last()).toBe(appended.at(-1)?.position);
    });

    test("the log tells which ids it holds as finished, and of when", async () => {
      await using store = await open();
      const { log } = store.backend;
      const appended = await log.append(Array.from({ length: 1_250 }, (_, index) => entry(`${index}`)));
      expect(await all(log.finished())).toEqual([]);
      await log.finish(positions(appended.slice(0, 1_100)), 1_000.5);
      await log.finish(positions(appended.slice(1_100, 1_200)), 2_000);
      const expected = appended
        .slice(0, 1_200)
        .map(({ id, position }, index) => ({ id, position, finishedAt: index < 1_100 ? 1_000.5 : 2_000 }));
      expect((await all(log.finished())).toSorted(byPosition)).toEqual(expected);
      await log.forget(2_000);
      expect((await all(log.finished())).toSorted(byPosition)).toEqual(expected.slice(1_100));
    });

    test("what another log held is taken over with its positions, and later ones come after it", async () => {
      await using store = await open();
      const { log } = store.backend;
      const waiting = (id: string, position: string): LogEntry => ({ ...entry(id), position });
      const taken = [
        waiting("a", "3"),
        { id: "b", position: "7", finishedAt: 1_000 },
        { id: "c", position: "9", finishedAt: 2_000 },
        waiting("d", "10"),
      ];
      await log.adopt(taken, "12");
      expect(await log.last()).toBe("12");
      expect(await log.unfinished(10)).toEqual([waiting("a", "3"), waiting("d", "10")]);
      expect((await all(log.finished())).toSorted(byPosition)).toEqual(taken.slice(1, 3));
      const appended = await log.append([entry("a"), entry("b"), entry("c"), entry("d"), entry("e")]);
      expect(ids(appended)).toEqual(["e"]);
      expect(Number(appended[0]?.position)).toBeGreaterThan(12);
      await log.finish(["3"], 3_000);
      expect(ids(await log.unfinished(10))).toEqual(["d", "e"]);
      await log.forget(2_000);
      expect(ids(await log.append([entry("b"), entry("c")]))).toEqual(["b"]);
    });

    test("a log that held nothing hands on its last position alone", async () => {
      await using store = await open();
      const { log } = store.backend;
      await log.adopt([], "40");
      expect(await log.last()).toBe("40");
      const [appended] = await log.append([entry("1")]);
      expect(Number(appended?.position)).toBeGreaterThan(40);
    });

    test("positions are not turned back by a lower last one", async () => {
      await using store = await open();
      const { log } = store.backend;
      await log.adopt([{ ...entry("1"), position: "50" }], "0");
      expect(await log.last()).toBe("50");
    });

    test("more than a page is taken over whole", async () => {
      await using store = await open();
      const { log } = store.backend;
      const many = Array.from({ length: 2_500 }, (_, index) => ({ ...entry(`${index}`), position: String(index + 1) }));
      await log.adopt(many, "2500");
      expect(await log.unfinished(3_000)).toEqual(many);
    });
  });

const byPosition = (one: FinishedEntry, other: FinishedEntry) => Number(one.position) - Number(other.position);
