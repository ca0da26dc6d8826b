import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StoreNotOwned, StoreUnavailable } from "./errors.ts";
import { type Outage, storeOutage } from "./outage.ts";
import { RecordedLog } from "./testing/recorded-log.fixture.ts";

const away = (hint = "Is it running?") => new StoreUnavailable("Redis", "is not reachable", undefined, hint);
const retryable = () => true;
const SETTLED_MS = 3_000;

let log: RecordedLog;
let outage: Outage;
const lines = () => log.lines.map(({ event }) => event);

beforeEach(() => {
  vi.useFakeTimers();
  log = new RecordedLog();
  outage = storeOutage(log);
});
afterEach(() => {
  vi.useRealTimers();
});

/** Something that waits for the store until it is let through. */
function waiter() {
  const store = { away: true };
  const stop = new AbortController();
  const task = async () => {
    if (store.away) throw away();
  };
  const done = outage.outlast(task, { signal: stop.signal, retryable, longestPauseMs: 200 });
  return { store, stop, done };
}

test("an outage is one line at its beginning and one at its end, however many notice it", async () => {
  const waiters = [waiter(), waiter(), waiter()];
  outage.failed(away());
  await vi.advanceTimersByTimeAsync(10_000);
  expect(lines()).toEqual(["store became unavailable"]);
  for (const { store } of waiters) store.away = false;
  await vi.advanceTimersByTimeAsync(400);
  await Promise.all(waiters.map(({ done }) => done));
  await vi.advanceTimersByTimeAsync(SETTLED_MS);
  expect(lines()).toEqual(["store became unavailable", "store answered again"]);
  // Until it answered, not until that was said.
  const { ms } = log.lines[1]?.fields ?? {};
  expect(ms).toBeGreaterThanOrEqual(10_000);
  expect(ms).toBeLessThan(10_500);
});

test("it is not over while somebody still waits, though others get through", async () => {
  const patient = waiter();
  await vi.advanceTimersByTimeAsync(100);
  outage.succeeded();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lines()).toEqual(["store became unavailable"]);
  patient.store.away = false;
  await vi.advanceTimersByTimeAsync(400 + SETTLED_MS);
  expect(lines()).toEqual(["store became unavailable", "store answered again"]);
});

test("what answers every other call has one outage, and each user is told once", async () => {
  for (let call = 0; call < 20; call++) {
    outage.failed(away());
    expect(outage.shouldTell(1)).toBe(call === 0);
    await vi.advanceTimersByTimeAsync(SETTLED_MS / 2);
    outage.succeeded();
    expect(outage.active).toBe(false);
    await vi.advanceTimersByTimeAsync(SETTLED_MS / 2);
  }
  expect(lines()).toEqual(["store became unavailable"]);
  await vi.advanceTimersByTimeAsync(SETTLED_MS);
  expect(lines()).toEqual(["store became unavailable", "store answered again"]);
  outage.failed(away());
  expect(outage.shouldTell(1)).toBe(true);
});

test("a steady stream of successes does not put its end off", async () => {
  outage.failed(away());
  for (let call = 0; call < 40; call++) {
    outage.succeeded();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(lines()).toEqual(["store became unavailable", "store answered again"]);
});

test("another remedy is worth another line, once", async () => {
  for (const hint of ["Is it running?", "Restore its data.", "Is it running?", "Restore its data."]) {
    outage.failed(away(hint));
  }
  expect(lines()).toEqual(["store became unavailable", "store still unavailable"]);
});

test("a stop says the end at once, and says nothing of what is not over", async () => {
  const patient = waiter();
  await vi.advanceTimersByTimeAsync(100);
  outage.close();
  expect(lines()).toEqual(["store became unavailable"]);
  patient.store.away = false;
  await vi.advanceTimersByTimeAsync(400);
  outage.close();
  outage.close();
  expect(lines()).toEqual(["store became unavailable", "store answered again"]);
});

test("who gives up waits no longer, and has proved nothing", async () => {
  const { stop, done } = waiter();
  const given = expect(done).rejects.toThrow("given up");
  await vi.advanceTimersByTimeAsync(100);
  stop.abort(new Error("given up"));
  await given;
  expect(outage.awaited).toBe(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(outage.active).toBe(true);
  outage.succeeded();
  await vi.advanceTimersByTimeAsync(SETTLED_MS);
  expect(lines()).toEqual(["store became unavailable", "store answered again"]);
});

test("a failure that is not the store's is tried again without a word", async () => {
  expect(outage.failed(new Error("fetch failed"))).toBe(false);
  expect(outage.failed(new StoreNotOwned("Redis"))).toBe(false);
  expect(lines()).toEqual([]);
});
