import { describe, expect, test } from "vitest";
import { type Backend, findOrphans, openSessions, type Pruned, prune, silentLog } from "#core";
import { memoryBackend } from "#stores";
import { quarantine } from "../quarantine.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 15, 12);

async function openStore(): Promise<Backend> {
  const backend = memoryBackend();
  await backend.open(silentLog);
  return backend;
}

const lastSeen = (backend: Backend, userId: number, daysAgo: number, turn?: string) =>
  openSessions(backend).update(userId, (session) => {
    session.begin(`user_${userId}_01234567`);
    if (turn) session.acceptPrompt({ id: turn, chatId: userId });
    session.touch(NOW - daysAgo * DAY);
  });

async function pruned(backend: Backend, options = {}): Promise<Pruned[]> {
  const found: Pruned[] = [];
  for await (const each of prune(backend, { before: NOW - 7 * DAY, ...options })) found.push(each);
  return found;
}

const keysOf = async (backend: Backend) => {
  const keys: string[] = [];
  for await (const [key] of backend.scan("")) keys.push(key);
  return keys;
};

describe("prune", () => {
  test("removes who was inactive for longer, to the minute, and says of whom it did not", async () => {
    const backend = await openStore();
    await lastSeen(backend, 1, 30);
    await lastSeen(backend, 2, 7.001);
    await lastSeen(backend, 3, 6.999);
    await lastSeen(backend, 4, 30, "t4");
    await backend.compareAndSet("prompt:t4", undefined, "still to do");
    await openSessions(backend).update(5, (session) => session.setPreferences({ autoCompact: false }));
    const expected = [
      { what: "session", userId: 1, lastActive: new Date(NOW - 30 * DAY).toISOString() },
      { what: "busy", userId: 4 },
      { what: "session", userId: 2, lastActive: new Date(NOW - 7.001 * DAY).toISOString() },
    ];
    expect(await pruned(backend, { pretend: true })).toEqual(expected);
    expect(await keysOf(backend)).toHaveLength(6);
    expect(await pruned(backend)).toEqual(expected);
    expect((await keysOf(backend)).toSorted()).toEqual(["prompt:t4", "session:3", "session:4", "session:5"]);
  });

  test("spares who comes back while it works", async () => {
    const backend = await openStore();
    await lastSeen(backend, 1, 30);
    await lastSeen(backend, 2, 20);
    const removed: Pruned[] = [];
    for await (const each of prune(backend, { before: NOW - 7 * DAY })) {
      removed.push(each);
      await lastSeen(backend, 2, 0);
    }
    expect(removed).toMatchObject([{ what: "session", userId: 1 }]);
    expect(await keysOf(backend)).toEqual(["session:2"]);
  });

  test("removes damaged bytes that were set aside as long ago", async () => {
    const backend = await openStore();
    const old = await quarantine(backend, 1, "old", NOW - 8 * DAY);
    const recent = await quarantine(backend, 1, "recent", NOW - 6 * DAY);
    expect(await pruned(backend)).toEqual([{ what: "quarantined", key: old }]);
    expect(await keysOf(backend)).toEqual([recent]);
  });

  test("costs what it removes, however many sessions there are", async () => {
    const costs: number[] = [];
    for (const users of [50, 1_000]) {
      const backend = await openStore();
      for (let userId = 1; userId <= users; userId++) await lastSeen(backend, userId, userId <= 5 ? 30 : 1);
      const counted = countingReads(backend);
      expect(await pruned(counted.backend)).toHaveLength(5);
      costs.push(counted.count());
    }
    expect(costs[0]).toBe(costs[1]);
    expect(costs[0]).toBeLessThan(30);
  });
});

describe("prompts and answers of no session", () => {
  test("are found and removed; those of a session are not", async () => {
    const backend = await openStore();
    await lastSeen(backend, 1, 0, "t1");
    for (const key of ["prompt:t1", "prompt:gone", "answer:t1", "answer:gone"])
      await backend.compareAndSet(key, undefined, "x");
    expect(await pruned(backend)).toEqual([
      { what: "orphan", key: "prompt:gone" },
      { what: "orphan", key: "answer:gone" },
    ]);
    expect(await keysOf(backend)).toEqual(["session:1", "prompt:t1", "answer:t1"]);
  });

  test("are not, when a session lost its mark and still has the turn", async () => {
    const backend = await openStore();
    await lastSeen(backend, 1, 0, "t1");
    const raw = await backend.read("session:1");
    await backend.compareAndSet("session:1", raw, raw, { turns: null });
    await backend.compareAndSet("prompt:t1", undefined, "x");
    expect(await findOrphans(backend)).toEqual({ keys: [] });
  });

  test("are not told from others while a session can't be read", async () => {
    const backend = await openStore();
    await backend.compareAndSet("session:7", undefined, "torn");
    await backend.compareAndSet("prompt:t1", undefined, "x");
    expect(await pruned(backend)).toEqual([
      { what: "undecided", reason: "The session of user 7 can't be read, nor what belongs to it." },
    ]);
    expect(await keysOf(backend)).toEqual(["session:7", "prompt:t1"]);
  });

  test("are not what a handler has just stored: beside a bot, the updates at hand come first", async () => {
    const backend = await openStore();
    await backend.own(() => {});
    const [entry] = await backend.log.append([{ id: "1", payload: "{}", at: NOW }]);
    for (const key of ["prompt:t1", "prompt:gone"]) await backend.compareAndSet(key, undefined, "x");
    expect(await findOrphans(backend, 0)).toMatchObject({ keys: [], undecided: expect.any(String) });

    const search = findOrphans(backend);
    await lastSeen(backend, 1, 0, "t1");
    await backend.log.finish([entry?.position ?? ""], NOW);
    expect(await search).toEqual({ keys: ["prompt:gone"] });
  });
});

/** Counts each value and each key that is asked for. */
function countingReads(backend: Backend): { backend: Backend; count: () => number } {
  let count = 0;
  async function* counted<T>(items: AsyncIterable<T>): AsyncIterable<T> {
    for await (const item of items) {
      count += 1;
      yield item;
    }
  }
  const watched = new Proxy(backend, {
    get(target, name: keyof Backend) {
      if (name === "read") return (key: string) => target.read(key).finally(() => void count++);
      if (name === "scan") return (prefix: string) => counted(target.scan(prefix));
      if (name === "marked") return (mark: string, upTo?: number) => counted(target.marked(mark, upTo));
      const member: unknown = target[name];
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  return { backend: watched, count: () => count };
}
