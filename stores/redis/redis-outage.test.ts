import { expect, test, vi } from "vitest";
import { StoreUnavailable, silentLog } from "#core";
import { all, entry } from "../contract/store-under-test.ts";
import { RedisProcess } from "../testing/redis-process.ts";
import { redisBackend } from "./index.ts";
import { answersAgain, opened, withRedis } from "./with-redis.fixture.ts";

withRedis(() => {
  test("a Redis restarted empty is unavailable, and not full of new users, until it is opened anew", async () => {
    await using own = await RedisProcess.start();
    await using store = await opened(own);
    await store.backend.compareAndSet("user", undefined, "one");
    await own.kill();
    await expect(store.backend.read("user")).rejects.toThrow(StoreUnavailable);
    await own.start();
    await answersAgain(store.backend, /is not the one that was opened/);
    await expect(store.backend.read("user")).rejects.toThrow("is not the one that was opened");
    await expect(store.backend.compareAndSet("user", undefined, "new")).rejects.toThrow(StoreUnavailable);
    await expect(all(store.backend.scan(""))).rejects.toThrow(StoreUnavailable);
    await expect(store.backend.log.append([entry("1")])).rejects.toThrow(StoreUnavailable);

    await using other = await opened(own);
    expect(await other.backend.compareAndSet("user", undefined, "another's")).toBe(true);
    await expect(store.backend.compareAndSet("user", "another's", "mine")).rejects.toThrow(StoreUnavailable);
    await store.backend.open(silentLog);
    expect(await store.backend.read("user")).toBe("another's");
  });

  test("a Redis restarted with its data is found again by itself", async () => {
    await using own = await RedisProcess.start("--appendonly", "yes", "--appendfsync", "always");
    await using store = await opened(own);
    await store.backend.compareAndSet("user", undefined, "one");
    await own.kill();
    await own.start();
    await answersAgain(store.backend);
    expect(await store.backend.compareAndSet("user", "one", "two")).toBe(true);
  });

  test("a frozen Redis is unavailable within the time allowed, call by call, and well again after it", async () => {
    await using own = await RedisProcess.start();
    await using store = await opened(own, { timeoutMs: 300 });
    await store.backend.compareAndSet("user", undefined, "one");
    own.freeze();
    const started = performance.now();
    const calls = [
      store.backend.read("user"),
      store.backend.compareAndSet("user", "one", "two"),
      all(store.backend.scan("")),
      store.backend.log.append([entry("1")]),
      store.backend.check(),
    ];
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({ status: "rejected", reason: { code: "STORE_UNAVAILABLE" } });
    }
    await expect(store.backend.read("user")).rejects.toThrow(StoreUnavailable);
    await expect(redisBackend({ url: own.url, timeoutMs: 300 }).open(silentLog)).rejects.toThrow("did not answer");
    expect(performance.now() - started).toBeLessThan(2_000);
    own.thaw();
    await answersAgain(store.backend);
    expect(["one", "two"]).toContain(await store.backend.read("user"));
  });

  test("a connection that was merely closed is mended before anybody notices", async () => {
    await using own = await RedisProcess.start();
    await using store = await opened(own);
    for (let times = 0; times < 20; times++) {
      await own.command("CLIENT", "KILL", "TYPE", "normal");
      // An answer of Redis' later, the news of it has arrived. A call that was under way would have had to fail.
      await own.command("PING");
      await store.backend.check();
    }
  });

  test("what keeps a connection from being mended is what is told", async () => {
    await using own = await RedisProcess.start("--user", "bot", "on", ">first", "~*", "&*", "+@all");
    await using store = await opened({ url: own.url.replace("://", "://bot:first@") });
    await own.command("ACL", "SETUSER", "bot", "resetpass", ">second");
    await own.command("CLIENT", "KILL", "USER", "bot");
    await expect(store.backend.read("user")).rejects.toThrow("did not accept user and password");
    await own.command("ACL", "SETUSER", "bot", ">first");
    await answersAgain(store.backend);
  });

  test("a Redis that is not running is unavailable", async () => {
    await using own = await RedisProcess.start();
    await own.kill();
    await expect(redisBackend({ url: own.url }).open(silentLog)).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message: expect.stringContaining("ECONNREFUSED"),
      hint: "Is it running, and is its address right?",
    });
  });

  test.each([
    ["READONLY", "is a read-only replica", ["replicaof", "127.0.0.1", "1"]],
    ["NOREPLICAS", "refuses writes because it has too few replicas", ["config", "set", "min-replicas-to-write", "1"]],
    ["OOM", "has no memory left", ["config", "set", "maxmemory", "1"]],
  ])("%s is told in words, and reading goes on", async (_, reason, command) => {
    await using own = await RedisProcess.start();
    await using store = await opened(own);
    await store.backend.compareAndSet("user", undefined, "one");
    await own.command(...command);
    await expect(store.backend.compareAndSet("user", "one", "two")).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message: `The Redis store ${reason}.`,
    });
    await expect(store.backend.log.append([entry("1")])).rejects.toThrow(reason);
    expect(await store.backend.read("user")).toBe("one");
  });

  test("a Redis that cannot save is told in words", async () => {
    // Nothing can be written in /proc, not even by root.
    await using own = await RedisProcess.start("--dir", "/proc", "--save", "3600 1");
    await using store = await opened(own);
    await own.command("BGSAVE");
    await vi.waitFor(() =>
      expect(store.backend.compareAndSet("user", undefined, undefined)).rejects.toMatchObject({
        code: "STORE_UNAVAILABLE",
        message: "The Redis store refuses writes because it cannot save its data to disk.",
      }),
    );
  });
});
