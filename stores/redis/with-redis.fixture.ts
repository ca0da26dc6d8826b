import { createClient } from "@keyv/redis";
import { describe, expect, test, vi } from "vitest";
import { type Backend, silentLog } from "#core";
import { HOW_TO_GET_REDIS, isRedisInstalled, type RedisProcess } from "../testing/redis-process.ts";
import type { Client } from "./connection.ts";
import { redisBackend } from "./index.ts";

/**
 * Tests that need a Redis: skipped where none is installed, failed where `HOLDFAST_REQUIRE_ALL=1`.
 * @param aloud says why they were skipped; once for all files is enough.
 */
export function withRedis(tests: () => void, { aloud = false } = {}): void {
  if (isRedisInstalled()) tests();
  else if (process.env.HOLDFAST_REQUIRE_ALL === "1") {
    test("Redis is there", () => {
      throw new Error(HOW_TO_GET_REDIS);
    });
  } else {
    if (aloud) console.warn(`Redis tests skipped: ${HOW_TO_GET_REDIS}.`);
    describe.skip("redis", () => test("is not installed", () => {}));
  }
}

export type Opened = AsyncDisposable & { readonly backend: Backend };

/** A backend that is open until the end of its scope. */
export async function opened(
  redis: Pick<RedisProcess, "url">,
  options: { timeoutMs?: number } = {},
  log = silentLog,
): Promise<Opened> {
  const backend = redisBackend({ url: redis.url, ...options });
  await backend.open(log);
  return { backend, [Symbol.asyncDispose]: () => backend.close() };
}

/** Does what an operator would, with a client of its own. */
export async function asOperator<T>(redis: RedisProcess, act: (client: Client) => Promise<T>): Promise<T> {
  const client = createClient({ url: redis.url });
  await client.connect();
  return act(client).finally(() => client.close());
}

/** Waits until it answers, or fails as expected instead of being out of reach. */
export function answersAgain(backend: Backend, insteadWith = /^answered$/): Promise<void> {
  return vi.waitFor(
    async () => {
      const answer = await backend.check().then(
        () => "answered",
        (error: Error) => error.message,
      );
      expect(answer).toMatch(insteadWith);
    },
    { timeout: 5_000 },
  );
}
