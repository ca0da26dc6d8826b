import { expect, test } from "vitest";
import { type Backend, silentLog } from "#core";
import { all } from "../contract/store-under-test.ts";
import { sqliteBackend } from "../sqlite/index.ts";
import { RedisProcess } from "../testing/redis-process.ts";
import { TemporaryDirectory } from "../testing/temporary-directory.ts";
import { redisBackend, refillRedis } from "./index.ts";
import { asOperator, opened, withRedis } from "./with-redis.fixture.ts";

const put =
  (key: string, marks = {}) =>
  (backend: Backend) =>
    backend.compareAndSet(key, undefined, key, marks);

withRedis(() => {
  test("a refilled store holds what it was filled with and nothing else; what it held before is kept", async () => {
    await using dir = await TemporaryDirectory.make();
    await using redis = await RedisProcess.start();
    await using store = await opened(redis);
    await put("old", { active: 1 })(store.backend);
    await store.backend.log.append([{ id: "1", payload: "x", at: 1 }]);
    await asOperator(redis, (client) => client.set("holdfast-other:entry:mine", "stays"));

    const { keptAs = "" } = await refillRedis({ url: redis.url, backups: dir.path }, put("new"));
    await using again = await opened(redis);
    expect(await all(again.backend.scan(""))).toEqual([["new", "new"]]);
    expect(await all(again.backend.marked("active"))).toEqual([]);
    expect(await again.backend.log.last()).toBe("0");
    expect(await asOperator(redis, (client) => client.get("holdfast-other:entry:mine"))).toBe("stays");

    expect(keptAs).toMatch(/redis-before-restore-/);
    const kept = sqliteBackend({ file: keptAs });
    await kept.open(silentLog);
    expect(await kept.read("old")).toBe("old");
    expect(await kept.log.unfinished(10)).toHaveLength(1);
    await kept.close();

    // Whoever had it open has another store now.
    await expect(store.backend.read("old")).rejects.toThrow("is not the one that was opened");
  });

  test("cut short, it is opened by no bot, and is filled when it is tried again", async () => {
    await using dir = await TemporaryDirectory.make();
    await using redis = await RedisProcess.start();
    {
      await using store = await opened(redis);
      await put("old")(store.backend);
    }
    const options = { url: redis.url, backups: dir.path };
    const half = refillRedis(options, async (empty) => {
      await put("half")(empty);
      throw new Error("The source went away.");
    });
    await expect(half).rejects.toMatchObject({
      code: "STORE_NOT_FILLED",
      hint: expect.stringMatching(/^Run the same again, or restore .*redis-before-restore-/),
    });
    const bot = redisBackend({ url: redis.url });
    await expect(bot.open(silentLog)).rejects.toMatchObject({ code: "STORE_UNUSABLE" });
    // The half of it is no content that would have to be kept.
    expect(await refillRedis(options, put("whole"))).toEqual({ made: true, keptAs: undefined });
    await using store = await opened(redis);
    expect(await all(store.backend.scan(""))).toEqual([["whole", "whole"]]);
  });

  test("is refused while a bot owns the store", async () => {
    await using redis = await RedisProcess.start();
    await using store = await opened(redis);
    await put("old")(store.backend);
    await store.backend.own(() => {});
    await expect(refillRedis({ url: redis.url }, put("new"))).rejects.toThrow("is held by a bot");
    expect(await store.backend.read("old")).toBe("old");
  });
});
