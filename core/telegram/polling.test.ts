import { Api } from "grammy";
import type { Update } from "grammy/types";
import { expect, test } from "vitest";
import { startTelegram } from "#harness";
import { RecordedLog } from "../testing/recorded-log.fixture.ts";
import { poll } from "./polling.ts";

async function setPolling(take: (updates: readonly Update[], stop: () => void) => Promise<void>) {
  const telegram = await startTelegram();
  const { token } = telegram.bot({ username: "polling_bot" });
  const stop = new AbortController();
  const polling = poll({
    api: new Api(token, { apiRoot: telegram.apiRoot }),
    log: new RecordedLog(),
    signal: stop.signal,
    take: async (updates) => {
      await take(updates, () => stop.abort());
      return updates;
    },
    confirmed: async () => {},
    now: () => Date.now(),
  });
  return {
    telegram,
    polling,
    alice: telegram.user({ firstName: "Alice" }),
    [Symbol.asyncDispose]: () => telegram[Symbol.asyncDispose](),
  };
}

test("a batch that was stored while the bot was being stopped is acknowledged all the same", async () => {
  await using stage = await setPolling(async (updates, stop) => void (updates.length > 0 && stop()));
  await stage.alice.send("hello");
  await stage.polling;
  const last = stage.telegram.calls.of("getUpdates").at(-1);
  expect(last?.arguments.integer("timeout")).toBe(0);
  expect(last?.answer).toMatchObject({ ok: true, said: [] });
});

test("what could not be stored is not acknowledged", async () => {
  await using stage = await setPolling(async (updates, stop) => {
    if (updates.length === 0) return;
    stop();
    throw new Error("the store is away");
  });
  await stage.alice.send("hello");
  await stage.polling;
  const offsets = stage.telegram.calls.of("getUpdates").map((call) => call.arguments.integer("offset"));
  expect(offsets.every((offset) => offset === 0)).toBe(true);
});
