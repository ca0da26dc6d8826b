import { describe, expect, test } from "vitest";
import type { Subject } from "./store-under-test.ts";

const never = (reason: string) => {
  throw new Error(`The lock was lost: ${reason}`);
};

export const ownership = ({ open, options: { shared = true } }: Subject) =>
  describe("ownership", () => {
    test("there is one owner, and after its release another", async () => {
      await using store = await open();
      const owner = await store.backend.own(never);
      expect(owner).toBeDefined();
      expect(await store.backend.own(never)).toBeUndefined();
      await owner?.release();
      expect(await store.backend.own(never)).toBeDefined();
    });

    test("releasing twice does not take the next owner's lock", async () => {
      await using store = await open();
      const first = await store.backend.own(never);
      await first?.release();
      expect(await store.backend.own(never)).toBeDefined();
      await first?.release();
      expect(await store.backend.own(never)).toBeUndefined();
    });

    test("closing releases", async () => {
      await using store = await open();
      await store.backend.own(never);
      const again = await store.reopen();
      expect(await again.own(never)).toBeDefined();
    });

    test.runIf(shared)(
      "a second handle is kept out until the first lets go, and may read and write meanwhile",
      async () => {
        await using store = await open();
        const first = store.backend;
        const second = await store.another();
        const owner = await first.own(never);
        expect(await second.own(never)).toBeUndefined();
        expect(await second.compareAndSet("user", undefined, "one")).toBe(true);
        expect(await first.read("user")).toBe("one");
        await owner?.release();
        expect(await second.own(never)).toBeDefined();
        expect(await first.own(never)).toBeUndefined();
        await second.close();
        expect(await first.own(never)).toBeDefined();
      },
    );
  });
