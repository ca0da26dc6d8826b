import { describe, expect, test } from "vitest";
import { type Backend, StoreUnavailable, silentLog } from "#core";
import { all, entry, ids, positions, type Subject } from "./store-under-test.ts";

/** Every way to ask a store. */
const questions: Record<string, (backend: Backend) => Promise<unknown>> = {
  read: (backend) => backend.read("user"),
  "read of an absent key": (backend) => backend.read("nobody"),
  create: (backend) => backend.compareAndSet("user 2", undefined, "x"),
  replace: (backend) => backend.compareAndSet("user", "one", "x"),
  "replace with a wrong expectation": (backend) => backend.compareAndSet("nobody", "one", "x"),
  delete: (backend) => backend.compareAndSet("user", "one", undefined),
  "compare with nothing": (backend) => backend.compareAndSet("nobody", undefined, undefined),
  scan: (backend) => all(backend.scan("")),
  entriesOf: (backend) => backend.entriesOf(["user"]),
  "entriesOf an absent key": (backend) => backend.entriesOf(["nobody"]),
  marked: (backend) => all(backend.marked("active")),
  append: (backend) => backend.log.append([entry("1")]),
  unfinished: (backend) => backend.log.unfinished(10),
  at: (backend) => backend.log.at(["1"]),
  held: (backend) => backend.log.held(["1"]),
  finish: (backend) => backend.log.finish(["1"], 1),
  forget: (backend) => backend.log.forget(1),
  last: (backend) => backend.log.last(),
  finished: (backend) => all(backend.log.finished()),
  adopt: (backend) => backend.log.adopt([], "1"),
  backup: (backend) => backend.backup(),
  own: (backend) => backend.own(() => {}),
  check: (backend) => backend.check(),
  examine: (backend) => all(backend.examine()),
};

export const lifecycle = ({ open, options: { lose } }: Subject) =>
  describe("opening and closing", () => {
    test("reopening finds everything", async () => {
      await using store = await open();
      await store.backend.compareAndSet("user", undefined, "one", { active: 5 });
      const appended = await store.backend.log.append([entry("1"), entry("2")]);
      await store.backend.log.finish(positions(appended.slice(0, 1)), 1_000);
      const again = await store.reopen();
      expect(await again.read("user")).toBe("one");
      expect(await all(again.marked("active"))).toEqual(["user"]);
      expect(ids(await again.log.unfinished(10))).toEqual(["2"]);
      expect(await again.log.append([entry("1")])).toEqual([]);
    });

    test("a call before open, or after close, throws", async () => {
      await using store = await open();
      const fresh = await store.closed();
      const throwsAll = async (backend: Backend) => {
        for (const [name, ask] of Object.entries(questions))
          await expect(ask(backend), name).rejects.toThrow(/is not open/);
      };
      if (store.shared) await throwsAll(fresh);
      await store.backend.close();
      await throwsAll(store.backend);
    });

    test("close is safe without open, and twice", async () => {
      await using store = await open();
      const fresh = await store.closed();
      await fresh.close();
      await fresh.open(silentLog);
      await fresh.close();
      await fresh.close();
    });

    test("writes that were under way when it closed are all carried out or all throw, one by one", async () => {
      await using store = await open();
      const writes = Array.from({ length: 20 }, (_, index) =>
        store.backend.compareAndSet(`user ${index}`, undefined, "x"),
      );
      const closing = store.backend.close();
      const outcomes = await Promise.allSettled(writes);
      await closing;
      const again = await store.reopen();
      for (const [index, { status }] of outcomes.entries()) {
        if (status === "fulfilled") expect(await again.read(`user ${index}`)).toBe("x");
      }
    });

    test("check answers while the store is well", async () => {
      await using store = await open();
      await expect(store.backend.check()).resolves.toBeUndefined();
    });

    test("examine finds nothing wrong with a store in use", async () => {
      await using store = await open();
      await store.backend.compareAndSet("user", undefined, "one", { active: 5, turns: 1 });
      await store.backend.compareAndSet("gone", undefined, "one", { active: 5 });
      await store.backend.compareAndSet("gone", "one", undefined);
      const appended = await store.backend.log.append([entry("1"), entry("2"), entry("3")]);
      await store.backend.log.finish(positions(appended.slice(0, 2)), 1_000);
      await store.backend.log.forget(2_000);
      expect(await all(store.backend.examine())).toEqual([]);
    });

    test("name and place say what and where it is", async () => {
      await using store = await open();
      expect(store.backend.name).not.toBe("");
      expect(store.backend.place).not.toBe("");
    });

    test.runIf(lose)("a store that is lost answers nothing, and above all not that nothing is there", async () => {
      await using store = await open();
      await store.backend.compareAndSet("user", undefined, "one", { active: 1 });
      await store.backend.log.append([entry("1")]);
      await lose?.(store.dir);
      const mayStillKnow = new Set(["read", "scan", "entriesOf", "marked", "unfinished", "at", "held", "last", "own"]);
      for (const [name, ask] of Object.entries(questions)) {
        const outcome = await ask(store.backend).catch((error: unknown) => error);
        if (mayStillKnow.has(name)) expect(outcome, name).not.toBeOneOf([undefined, []]);
        else expect(outcome, name).toBeInstanceOf(StoreUnavailable);
      }
    });
  });
