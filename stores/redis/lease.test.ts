import { expect, test, vi } from "vitest";
import { RedisProcess } from "../testing/redis-process.ts";
import { StoreProcess } from "../testing/store-process.ts";
import { TcpProxy } from "../testing/tcp-proxy.ts";
import { answersAgain, asOperator, opened, withRedis } from "./with-redis.fixture.ts";

withRedis(() => {
  test.concurrent("an owner that is killed leaves its lock for no longer than the lease", {
    timeout: 15_000,
  }, async () => {
    await using own = await RedisProcess.start();
    await using store = await opened(own);
    await using owner = StoreProcess.start("own", own.url);
    await vi.waitFor(() => expect(owner.said).toBe("owner"), { timeout: 10_000 });
    await owner.kill();
    expect(await store.backend.own(() => {})).toBeUndefined();
    await vi.waitFor(async () => expect(await store.backend.own(() => {})).toBeDefined(), {
      timeout: 8_000,
      interval: 100,
    });
  });

  test.concurrent("an owner keeps its lock beyond the first lease, and hears of it when another took it", {
    timeout: 20_000,
  }, async () => {
    await using own = await RedisProcess.start();
    await using store = await opened(own);
    await using other = await opened(own);
    const lost = vi.fn();
    const owner = await store.backend.own(lost);
    const until = performance.now() + 6_000;
    await vi.waitUntil(
      async () => {
        expect(await other.backend.own(() => {})).toBeUndefined();
        return performance.now() > until;
      },
      { timeout: 8_000, interval: 250 },
    );
    expect(lost).not.toHaveBeenCalled();
    await asOperator(own, (client) => client.set("holdfast:owner", "somebody else"));
    await vi.waitFor(() => expect(lost).toHaveBeenCalledOnce(), { timeout: 4_000 });
    await owner?.release();
    expect(await asOperator(own, (client) => client.get("holdfast:owner"))).toBe("somebody else");
  });

  test("a lock that was taken though its answer came too late is one's own on the next try", async () => {
    await using own = await RedisProcess.start();
    await using network = await TcpProxy.to(own.port);
    await using store = await opened({ url: `redis://127.0.0.1:${network.port}` }, { timeoutMs: 200 });
    // Once before, so that Redis knows the script: it must not fail for want of that.
    await (await store.backend.own(() => {}))?.release();
    network.delayMs = 400;
    await expect(store.backend.own(() => {})).rejects.toThrow("did not answer");
    expect(await own.command("EXISTS", "holdfast:owner")).toBe(1);
    network.delayMs = 0;
    await answersAgain(store.backend);
    expect(await store.backend.own(() => {})).toBeDefined();
  });

  test.concurrent("an owner that cannot reach Redis is told before its lease ends", { timeout: 15_000 }, async () => {
    await using own = await RedisProcess.start();
    await using store = await opened(own);
    const lost = vi.fn();
    await store.backend.own(lost);
    const started = performance.now();
    await own.kill();
    await vi.waitFor(() => expect(lost).toHaveBeenCalledWith("the lease could not be renewed in time"), {
      timeout: 6_000,
    });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
