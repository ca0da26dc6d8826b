import type { Update } from "grammy/types";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Backend, StoreUnavailable, silentLog } from "#core";
import { memoryBackend } from "#stores";
import { storeOutage } from "../outage.ts";
import { RecordedLog } from "../testing/recorded-log.fixture.ts";
import { Brim } from "./brim.ts";
import { Inbox, type InboxEntry } from "./inbox.ts";

const update = (id: number, user = 1) =>
  ({ update_id: id, message: { text: `message ${id}`, from: { id: user } } }) as Update;
const stored = (update: Update) => ({ id: String(update.update_id), payload: JSON.stringify(update), at: 1 });
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const updates = (from: number, to: number) => numbers(from, to).map((id) => update(id));

let backend: Backend;
beforeEach(async () => {
  backend = memoryBackend();
  await backend.open(silentLog);
});

function open({ perLane = 100_000, inAll = 100_000, log: inboxLog = backend.log } = {}) {
  const delivered: (InboxEntry & { lane: string })[] = [];
  const damaged: string[] = [];
  const halt = new AbortController();
  const clock = { now: () => Date.now() };
  const log = new RecordedLog();
  const brim = new Brim(inAll, log);
  const inbox = new Inbox({
    log: inboxLog,
    clock,
    storeOutage: storeOutage(log),
    signal: halt.signal,
    brim,
    mostPerLane: perLane,
    laneOf: (update) => `user:${update.message?.from?.id}`,
    deliver: (lane, entry) => delivered.push({ ...entry, lane }),
    keepDamaged: async ({ payload }) => void damaged.push(payload),
    progressed: () => {},
  });
  const ids = (lane?: string) =>
    delivered.filter((entry) => lane === undefined || entry.lane === lane).map(({ update }) => update.update_id);
  let handled = 0;
  /** Handles what is handed on, until it was so many in all. */
  const handle = (count: number) =>
    vi.waitFor(
      () => {
        for (; handled < delivered.length && handled < count; handled += 1) inbox.finish(delivered[handled]?.id ?? "");
        expect(handled).toBe(count);
      },
      { interval: 1, timeout: 10_000 },
    );
  return { inbox, brim, log, delivered, damaged, ids, halt, handle };
}

describe("the inbox", () => {
  test("hands on what it has stored, in order, and an update that comes twice once", async () => {
    const { inbox, ids } = open();
    await inbox.feed();
    await Promise.all([inbox.accept(updates(1, 3)), inbox.accept(updates(2, 5))]);
    await inbox.accept(updates(4, 6));
    expect(ids()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("keeps the order of arrival, whatever the numbers: Telegram restarts them at random", async () => {
    const { inbox } = open();
    await inbox.feed();
    await inbox.accept([update(900)]);
    await inbox.accept([update(7)]);
    const after = open();
    await after.inbox.feed();
    expect(after.ids()).toEqual([900, 7]);
  });

  test("hands on left-overs of an earlier process before what is new", async () => {
    const before = open();
    await before.inbox.feed();
    await before.inbox.accept(updates(1, 3));
    before.inbox.finish(before.delivered[1]?.id ?? "");
    await before.inbox.flushed();

    const { inbox, delivered, ids } = open();
    await inbox.accept([update(4)]);
    await vi.waitFor(() => expect(ids()).toEqual([1, 3, 4]));
    expect(delivered[0]?.leftOver).toBe(true);
  });

  test("rejects what could not be stored, so that it is not acknowledged", async () => {
    const { inbox, ids } = open();
    await inbox.feed();
    await backend.close();
    await expect(inbox.accept([update(1)])).rejects.toThrow();
    expect(ids()).toEqual([]);
  });

  test("has few of a user in memory, hands on the rest in order, and loses none", async () => {
    const { inbox, delivered, ids, handle } = open();
    await inbox.feed();
    for (let from = 1; from <= 2_500; from += 100) await inbox.accept(updates(from, from + 99));
    expect(delivered).toHaveLength(32);
    await handle(2_500);
    await inbox.flushed();
    expect(ids()).toEqual(numbers(1, 2_500));
    expect(delivered.some(({ leftOver }) => leftOver)).toBe(false);
    expect(await backend.log.unfinished(1)).toEqual([]);
    expect(inbox.size).toBe(0);
  });

  test("hands on another user's update at once, however much waits of one", async () => {
    const { inbox, ids, handle } = open();
    await inbox.feed();
    await inbox.accept([...updates(1, 10_000), update(10_001, 2)]);
    expect(ids("user:2")).toEqual([10_001]);
    await handle(40);
    await inbox.accept([update(10_002, 3)]);
    expect(ids("user:3")).toEqual([10_002]);
  });

  test("is as fair to left-overs: each user's first ones are found behind thousands of one", async () => {
    await backend.log.append(updates(1, 10_000).map(stored));
    await backend.log.append([update(10_001, 2), update(10_002, 3), update(10_003)].map(stored));
    const { inbox, delivered, ids, handle } = open();
    await inbox.feed();
    expect(delivered).toHaveLength(32 + 2);
    expect([...ids("user:2"), ...ids("user:3")]).toEqual([10_001, 10_002]);
    await handle(10_003);
    expect(ids("user:1")).toEqual([...numbers(1, 10_000), 10_003]);
    expect(delivered.every(({ leftOver }) => leftOver)).toBe(true);
  });

  test("has few of all users in memory, but of each the first", async () => {
    const { inbox, delivered, ids, handle } = open();
    await inbox.feed();
    const crowd = numbers(1, 30_000).map((id) => update(id, id % 1_000));
    await inbox.accept(crowd);
    expect(delivered).toHaveLength(2_000);
    await inbox.accept([update(30_001, 5_000)]);
    expect(ids("user:5000")).toEqual([30_001]);
    await handle(30_001);
    expect(ids("user:7")).toEqual(numbers(0, 29).map((turn) => 7 + turn * 1_000));
  });

  test("waits for a store that is away when it reads on", async () => {
    const { inbox, delivered, ids, handle } = open();
    await inbox.feed();
    await inbox.accept(updates(1, 100));
    await backend.close();
    for (const { id } of delivered.slice(0, 32)) inbox.finish(id);
    await backend.open(silentLog);
    await handle(100);
    expect(ids()).toEqual(numbers(1, 100));
  });

  test("keeps the order when a store that seemed away has stored them all the same", async () => {
    const { log } = backend;
    let answers = false;
    const append: typeof log.append = async (entries) => {
      const appended = await log.append(entries);
      if (!answers) throw new StoreUnavailable("test", "answered too late");
      return appended;
    };
    const { inbox, ids } = open({ log: { ...log, append } });
    await inbox.feed();
    await expect(inbox.accept(updates(1, 3))).rejects.toThrow("answered too late");
    answers = true;
    await Promise.all([inbox.accept(updates(1, 3)), inbox.accept(updates(4, 5))]);
    await vi.waitFor(() => expect(ids()).toEqual([1, 2, 3, 4, 5]));
  });

  test("passes over what was finished elsewhere, or is damaged, when it reads on", async () => {
    await backend.log.append([
      ...updates(1, 40).map(stored),
      { id: "41", payload: "{torn", at: 1 },
      stored(update(42)),
    ]);
    await backend.log.append(updates(43, 50).map(stored));
    const { inbox, damaged, ids, handle } = open();
    await inbox.feed();
    const [, fortieth] = await backend.log.unfinished(2, (await backend.log.unfinished(38)).at(-1)?.position);
    await backend.log.finish([fortieth?.position ?? ""], 1);
    await handle(48);
    expect(ids()).toEqual([...numbers(1, 39), ...numbers(42, 50)]);
    expect(damaged).toEqual(["{torn"]);
    await inbox.flushed();
    expect(inbox.size).toBe(0);
  });

  test("hands on once what it had to release and finds again", async () => {
    const { inbox, delivered, ids } = open();
    await inbox.feed();
    await inbox.accept(updates(1, 100));
    // The first one is being handled, the others had not begun.
    inbox.release(delivered.slice(1).map(({ id }) => id));
    await inbox.accept(updates(101, 103));
    await vi.waitFor(() => expect(delivered).toHaveLength(32 + 31));
    expect(ids().slice(32)).toEqual(numbers(2, 32));
    expect(inbox.size).toBe(103);
  });

  test("keeps a damaged entry aside, once, and hands on the others", async () => {
    await backend.log.append([
      { id: "1", payload: '{"update_id":1}', at: 1 },
      { id: "2", payload: '{"update_id":2', at: 1 },
      { id: "3", payload: '{"update_id":3}', at: 1 },
    ]);
    const { inbox, damaged, ids } = open();
    await inbox.feed();
    await inbox.flushed();
    await inbox.feed();
    expect(ids()).toEqual([1, 3]);
    expect(damaged).toEqual(['{"update_id":2']);
  });
});

describe("limits", () => {
  test("of what comes when enough of a user wait nothing is taken, until half of it is done", async () => {
    const { inbox, ids, handle } = open({ perLane: 10 });
    await inbox.feed();
    expect(await inbox.accept([...updates(1, 12), update(13, 2)])).toEqual([update(11), update(12)]);
    await handle(4);
    await inbox.flushed();
    expect(await inbox.accept([update(14)])).toEqual([update(14)]);
    await handle(5);
    await inbox.flushed();
    expect(await inbox.accept([update(15)])).toEqual([]);
    expect(ids()).toEqual([...numbers(1, 10), 13, 15]);
  });

  test("what was taken and comes twice is not said to be refused", async () => {
    const { inbox, ids, handle } = open({ perLane: 3 });
    await inbox.feed();
    await inbox.accept(updates(1, 3));
    await handle(1);
    await inbox.flushed();
    expect(await inbox.accept(updates(1, 4))).toEqual([update(4)]);
    expect(ids()).toEqual([1, 2, 3]);
  });

  test("when enough wait in all the source waits until a tenth is done, and the log says so once", async () => {
    const { inbox, brim, log, handle } = open({ inAll: 100 });
    await inbox.feed();
    await inbox.accept(numbers(1, 100).map((id) => update(id, id)));
    let room = false;
    const waiting = brim.room().then(() => {
      room = true;
    });
    await handle(9);
    await inbox.flushed();
    expect(room).toBe(false);
    expect([brim.shouldTell(1), brim.shouldTell(1)]).toEqual([true, false]);
    await handle(10);
    await waiting;
    expect(log.lines.map(({ event }) => event)).toEqual([
      "updates left with Telegram: too many wait",
      "updates taken again",
    ]);
  });

  test("lets a waiting source go when the bot stops", async () => {
    const { inbox, brim } = open({ inAll: 100 });
    await inbox.feed();
    await inbox.accept(updates(1, 100));
    const waiting = brim.room();
    brim.close();
    await waiting;
  });
});
