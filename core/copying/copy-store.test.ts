import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type Backend, copyStore, type NewLogEntry, silentLog } from "#core";
import { memoryBackend } from "#stores";
import { decode, encode } from "../session/codec.ts";
import { type Envelope, emptyEnvelope, sessionKey } from "../session/envelope.ts";
import { answerKey, promptKey, type Turn } from "../turns/turn.ts";

async function stores(): Promise<[from: Backend, to: Backend]> {
  const both = [memoryBackend(), memoryBackend()] as const;
  for (const backend of both) await backend.open(silentLog);
  return [...both];
}

const updateOf = (userId: number, id: string): NewLogEntry => {
  const from = { id: userId, is_bot: false, first_name: "U" };
  return { id, at: 1, payload: JSON.stringify({ update_id: Number(id), message: { from, text: "hello" } }) };
};

const envelopeIn = (raw: string | undefined): Envelope => {
  const decoded = raw === undefined ? undefined : decode(raw);
  return decoded?.state === "sound" ? decoded.envelope : emptyEnvelope();
};

/** What a bot commits for an update: one more turn, and the entry it did that for. */
async function commit(backend: Backend, userId: number, seen: readonly string[]): Promise<void> {
  const raw = await backend.read(sessionKey(userId));
  const envelope = envelopeIn(raw);
  envelope.revision += 1;
  envelope.session.turnCount += 1;
  envelope.seen = [...seen];
  await backend.compareAndSet(sessionKey(userId), raw, encode(envelope), { active: envelope.session.turnCount });
}

/** The same store, whose bot does something in the moment when all of it has been read once. */
function busy(backend: Backend, meanwhile: () => Promise<unknown>): Backend {
  let scans = 0;
  return new Proxy(backend, {
    get(target, name) {
      if (name !== "scan") {
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      }
      return async function* (prefix: string) {
        for await (const entry of target.scan(prefix)) yield entry;
        scans += 1;
        if (scans === 1) await meanwhile();
      };
    },
  });
}

describe("a copy of a store whose bot goes on", () => {
  test("has the effects of an update that waited at first and was done with meanwhile", async () => {
    const [from, to] = await stores();
    await commit(from, 1, []);
    const [entry] = await from.log.append([updateOf(1, "10")]);
    const position = entry?.position ?? "";
    await copyStore(
      busy(from, async () => {
        await commit(from, 1, [position]);
        await from.log.finish([position], 5);
      }),
      to,
    );
    expect(envelopeIn(await to.read(sessionKey(1))).session.turnCount).toBe(2);
    expect(await to.log.unfinished(10)).toEqual([]);
    expect(await to.log.append([updateOf(1, "10")])).toEqual([]);
    expect((await to.entriesOf([sessionKey(1)]))[0]?.marks).toEqual({ active: 2 });
  });

  test("has a user who was new then", async () => {
    const [from, to] = await stores();
    const [entry] = await from.log.append([updateOf(1, "10")]);
    await copyStore(
      busy(from, async () => {
        await commit(from, 1, []);
        await from.log.finish([entry?.position ?? ""], 5);
      }),
      to,
    );
    expect(envelopeIn(await to.read(sessionKey(1))).session.turnCount).toBe(1);
  });

  test("knows as done what was committed and not yet finished", async () => {
    const [from, to] = await stores();
    const [entry] = await from.log.append([updateOf(1, "10")]);
    await commit(from, 1, [entry?.position ?? ""]);
    expect(await copyStore(from, to)).toEqual({ entries: 1, sessions: 1, waiting: 0 });
    expect(await to.log.append([updateOf(1, "10")])).toEqual([]);
  });

  test("has what plugins kept and removed, and what was set aside, for updates done with meanwhile", async () => {
    const [from, to] = await stores();
    await from.compareAndSet("plugin:notes:old", undefined, "old", { "plugin:notes:": 1 });
    await from.compareAndSet("plugin:notes:changes", undefined, "before", { a: 1, b: 1 });
    await copyStore(
      busy(from, async () => {
        await from.compareAndSet("plugin:notes:old", "old", undefined);
        await from.compareAndSet("plugin:notes:changes", "before", "after", { a: null, b: 2 });
        await from.compareAndSet("aside:3", undefined, "{}");
      }),
      to,
    );
    const keys = ["aside:3", "plugin:notes:changes", "plugin:notes:old"];
    expect(await to.entriesOf(keys)).toEqual([
      { key: "aside:3", value: "{}", marks: {} },
      { key: "plugin:notes:changes", value: "after", marks: { b: 2 } },
    ]);
  });

  test("has no turn without what was asked, though turns end and begin", async () => {
    const [from, to] = await stores();
    const turn = (id: string): Turn => ({ id, sessionId: "s", kind: "prompt", state: "queued", chatId: 1 });
    const accept = async (raw: string | undefined, id: string) => {
      await from.compareAndSet(promptKey(id), undefined, `prompt of ${id}`);
      const next = encode({ ...emptyEnvelope(), revision: Number(id), turns: [turn(id)] });
      await from.compareAndSet(sessionKey(1), raw, next, { turns: 1 });
      return next;
    };
    const first = await accept(undefined, "1");
    const meanwhile = async () => {
      await accept(first, "2");
      await from.compareAndSet(promptKey("1"), "prompt of 1", undefined);
      await from.compareAndSet(answerKey("2"), undefined, "answer of 2");
    };
    await copyStore(busy(from, meanwhile), to);
    expect(envelopeIn(await to.read(sessionKey(1))).turns.map(({ id }) => id)).toEqual(["2"]);
    expect(await to.read(promptKey("2"))).toBe("prompt of 2");
    expect(await to.read(answerKey("2"))).toBe("answer of 2");
  });

  test("whenever it is made, no update is lost in it and none is in it twice", async () => {
    const [from] = await stores();
    let working = true;
    const accepted = new Map<number, number>();
    /** One user's lane: updates arrive in bunches and are handled in order; numbers of a user count from 1. */
    const live = async (userId: number) => {
      const waiting: string[] = [];
      let seen: string[] = [];
      while (working) {
        const count = accepted.get(userId) ?? 0;
        const bunch = [1, 2, 3].map((more) => updateOf(userId, String(userId * 1_000_000 + count + more)));
        const appended = await from.log.append(bunch);
        accepted.set(userId, count + bunch.length);
        waiting.push(...appended.map(({ position }) => position));
        for (const position of waiting.splice(0)) {
          await nextTurn();
          seen = [...seen, position];
          await commit(from, userId, seen);
          await nextTurn();
          await from.log.finish([position], 1);
          seen = [];
        }
      }
    };
    const users = Array.from({ length: 30 }, (_, index) => index + 1);
    const lives = users.map(live);
    for (let copies = 0; copies < 15; copies++) {
      const before = new Map(accepted);
      const to = memoryBackend();
      await to.open(silentLog);
      await copyStore(slow(from), to);
      const entries = await to.log.unfinished(10_000);
      for (const userId of users) {
        const { session, seen } = envelopeIn(await to.read(sessionKey(userId)));
        const own = entries.filter(({ id, position }) => numberIn(id, userId) && !seen.includes(position));
        // Handled when the copy is opened: exactly those that follow on what its session counts.
        const numbers = own.map(({ id }) => numberIn(id, userId));
        expect(numbers).toEqual(numbers.map((_, index) => session.turnCount + 1 + index));
        expect(session.turnCount + numbers.length).toBeGreaterThanOrEqual(before.get(userId) ?? 0);
      }
    }
    working = false;
    await Promise.all(lives);
    expect(Math.min(...accepted.values())).toBeGreaterThan(20);
  });
});

const numberIn = (id: string, userId: number) =>
  Math.floor((Number(id) - 1) / 1_000_000) === userId ? Number(id) - userId * 1_000_000 : 0;

/** As a store over the network is: others get on with their work between any two answers. */
function slow(backend: Backend): Backend {
  const late =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args) => {
      await nextTurn();
      const answer = await call(...args);
      await nextTurn();
      return answer;
    };
  return new Proxy(backend, {
    get(target, name) {
      if (name === "log") {
        const { log } = target;
        return { ...log, unfinished: late(log.unfinished.bind(log)), last: late(log.last.bind(log)) };
      }
      if (name === "entriesOf") return late(target.entriesOf.bind(target));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
