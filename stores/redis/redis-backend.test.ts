import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { silentLog } from "#core";
import { backendContract } from "../contract/index.ts";
import { countInFour } from "../testing/four-processes.fixture.ts";
import { RecordedLog } from "../testing/recorded-log.ts";
import { RedisProcess } from "../testing/redis-process.ts";
import { redisBackend } from "./index.ts";
import { asOperator, opened, withRedis } from "./with-redis.fixture.ts";

withRedis(
  () => {
    let redis: RedisProcess;
    beforeAll(async () => {
      redis = await RedisProcess.start();
    });
    afterAll(() => redis[Symbol.asyncDispose]());

    // Each test has keys of its own in the one Redis: its directory is their prefix.
    backendContract("redis", (dir) => redisBackend({ url: redis.url, prefix: dir, backups: join(dir, "backups") }), {
      lose: (dir) =>
        asOperator(redis, async (client) => {
          await client.del(await client.keys(`${dir}:*`));
        }),
    });

    test("four processes count in one session, one is killed over it, and every change is there", async () => {
      await using own = await RedisProcess.start();
      await using store = await opened(own);
      await countInFour(own.url, store.backend);
    });

    test("a wrong password is named as such, and not repeated", async () => {
      await using own = await RedisProcess.start("--requirepass", "right-s3cret");
      const at = `127.0.0.1:${own.port}`;
      for (const [url, reason] of [
        [`redis://:wrong-s3cret@${at}/0`, "did not accept user and password"],
        [`redis://${at}/0`, "wants a password"],
      ] as const) {
        const refused = await redisBackend({ url })
          .open(silentLog)
          .catch((error: unknown) => error);
        expect(refused).toMatchObject({ code: "STORE_UNUSABLE", message: `Redis at redis://${at}/0 ${reason}.` });
        expect(inspect(refused)).not.toContain("s3cret");
      }
      const backend = redisBackend({ url: `redis://default:right-s3cret@${at}/0` });
      expect(backend.place).toBe(`redis://${at}/0`);
      await backend.open(silentLog);
      await backend.close();
    });

    test("a Redis that may throw sessions away is warned of", async () => {
      await using own = await RedisProcess.start("--maxmemory-policy", "allkeys-lru");
      const log = new RecordedLog();
      await using _store = await opened(own, {}, log);
      expect(log.lines.map(({ level, event }) => `${level}: ${event}`)).toEqual([
        "warn: redis found evicting",
        "warn: redis found forgetful",
      ]);
    });

    test("a Redis that keeps everything, or does not say, is opened without a word", async () => {
      const log = new RecordedLog();
      await using careful = await RedisProcess.start("--appendonly", "yes");
      await using _store = await opened(careful, {}, log);
      await using silent = await RedisProcess.start("--rename-command", "CONFIG", "");
      await using _other = await opened(silent, {}, log);
      expect(log.lines).toEqual([]);
    });

    test("what a later version wrote is left alone", async () => {
      await asOperator(redis, (client) => client.set("later:birth", "2 some-id"));
      await expect(redisBackend({ url: redis.url, prefix: "later" }).open(silentLog)).rejects.toMatchObject({
        code: "STORE_UNUSABLE",
        message: expect.stringContaining("later version"),
      });
    });
  },
  { aloud: true },
);
