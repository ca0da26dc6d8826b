import { expect, test } from "vitest";
import { RedisProcess } from "../testing/redis-process.ts";
import { asOperator, opened, withRedis } from "./with-redis.fixture.ts";

withRedis(() => {
  test("an examination finds marks of keys that are gone, and an inbox whose parts disagree", async () => {
    await using redis = await RedisProcess.start();
    await using store = await opened(redis);
    const { backend } = store;
    await backend.compareAndSet("session:1", undefined, "one", { active: 5 });
    await backend.compareAndSet("session:2", undefined, "two", { active: 5 });
    await backend.log.append([{ id: "1", payload: "x", at: 1 }]);
    await asOperator(redis, async (client) => {
      await client.del("holdfast:entry:session:2");
      await client.del("holdfast:log");
    });
    const findings: string[] = [];
    for await (const finding of backend.examine()) findings.push(finding);
    expect(findings).toEqual([
      '1 marks "active" belong to keys that are not there.',
      "The inbox holds 1 ids for 0 entries that wait and 0 that are finished.",
    ]);
  });
});
