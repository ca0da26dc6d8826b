import { createClient } from "@keyv/redis";
import { afterAll, beforeAll } from "vitest";
import { backendContract } from "../contract/index.ts";
import { RedisProcess } from "../testing/index.ts";
import { redisBackend } from "./index.ts";
import { withRedis } from "./with-redis.fixture.ts";

withRedis(() => {
  let redis: RedisProcess;
  beforeAll(async () => {
    redis = await RedisProcess.start();
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  // Each test has keys of its own in the one Redis: its directory is their prefix.
  backendContract("redis", (dir) => redisBackend({ url: redis.url, prefix: dir }), {
    async lose(dir) {
      const client = await createClient({ url: redis.url }).connect();
      const keys = await client.keys(`${dir}:*`);
      await client.del(keys);
      await client.close();
    },
  });
});
