import type { Update } from "grammy/types";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Backend, silentLog } from "#core";
import { memoryBackend } from "#stores";
import { Inbox, type InboxEntry } from "./inbox.ts";

const update = (id: number) => ({ update_id: id, message: { text: `message ${id}` } }) as Update;
const updates = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => update(from + index));

let backend: Backend;
beforeEach(async () => {
  backend = memoryBackend();
  await backend.open(silentLog);
});

function open() {
  const delivered: InboxEntry[] = [];
  const damaged: string[] = [];
  const halt = new AbortController();
  const inbox = new Inbox({
    log: backend.log,
    clock: { now: () => Date.now() },
    signal: halt.signal,
    deliver: (entry) => delivered.push(entry),
    keepDamaged: async ({ payload }) => void damaged.push(payload),
  });
  const ids = () => delivered.map((entry) => entry.update.update_id);
  return { inbox, delivered, damaged, ids, halt };
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

  test("holds at most 1,000 in memory and loses none of the rest", async () => {
    const { inbox, delivered, ids } = open();
    await inbox.feed();
    await inbox.accept(updates(1, 2_500));
    await vi.waitFor(() => expect(delivered).toHaveLength(1_000));
    let handled = 0;
    await vi.waitFor(() => {
      for (; handled < delivered.length; handled += 1) inbox.finish(delivered[handled]?.id ?? "");
      expect(handled).toBe(2_500);
    });
    await inbox.flushed();
    expect(ids()).toEqual(updates(1, 2_500).map(({ update_id }) => update_id));
    expect(await backend.log.unfinished(1)).toEqual([]);
  });

  test("makes a source wait while it is full", async () => {
    const { inbox, delivered } = open();
    await inbox.feed();
    await inbox.accept(updates(1, 1_000));
    let room = false;
    const waiting = inbox.room().then(() => {
      room = true;
    });
    await inbox.feed();
    expect(room).toBe(false);
    inbox.finish(delivered[0]?.id ?? "");
    await waiting;
    expect(room).toBe(true);
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

  test("lets a waiting source go when the bot stops", async () => {
    const { inbox } = open();
    await inbox.feed();
    await inbox.accept(updates(1, 1_000));
    const waiting = inbox.room();
    inbox.close();
    await waiting;
  });
});
