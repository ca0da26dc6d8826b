import { describe, expect, test } from "vitest";
import type { Backend } from "#core";
import { all, entry, ids, type Subject } from "./store-under-test.ts";

export const concurrency = ({ open, options: { shared = true } }: Subject) =>
  describe("many at once", () => {
    test("of many callers that compare and set one key, every change arrives", async () => {
      await using store = await open();
      await Promise.all(Array.from({ length: 50 }, () => increment(store.backend, "count", 4)));
      expect(await store.backend.read("count")).toBe("200");
    });

    test.runIf(shared)("of several handles that compare and set one key, every change arrives", async () => {
      await using store = await open();
      const handles = [store.backend, await store.another(), await store.another()];
      await Promise.all(handles.map((handle) => increment(handle, "count", 50)));
      for (const handle of handles) expect(await handle.read("count")).toBe("150");
    });

    test("of many that create one key, one does", async () => {
      await using store = await open();
      const created = await Promise.all(
        Array.from({ length: 30 }, (_, index) =>
          store.backend.compareAndSet("user", undefined, `${index}`, { winner: index }),
        ),
      );
      const winner = created.indexOf(true);
      expect(created.filter(Boolean)).toHaveLength(1);
      expect(await store.backend.read("user")).toBe(`${winner}`);
      expect(await all(store.backend.marked("winner", winner))).toEqual(["user"]);
      expect(await all(store.backend.marked("winner", winner - 1))).toEqual([]);
    });

    test("of many that append one id, one does, and each batch stays in order", async () => {
      await using store = await open();
      const { log } = store.backend;
      const appended = await Promise.all(
        Array.from({ length: 20 }, (_, batch) => log.append([entry(`${batch}a`), entry("same"), entry(`${batch}b`)])),
      );
      expect(ids(appended.flat()).filter((id) => id === "same")).toHaveLength(1);
      const order = ids(await log.unfinished(100));
      expect(order).toHaveLength(41);
      for (let batch = 0; batch < 20; batch++)
        expect(order.indexOf(`${batch}a`)).toBeLessThan(order.indexOf(`${batch}b`));
    });
  });

async function increment(backend: Backend, key: string, times: number): Promise<void> {
  for (let done = 0; done < times; ) {
    const value = await backend.read(key);
    if (await backend.compareAndSet(key, value, String(Number(value ?? "0") + 1))) done++;
  }
}
