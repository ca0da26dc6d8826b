import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { AgentFailed, type Backend, newSessionId, openSessions, type Slice, StoreUnavailable } from "#core";
import { memoryBackend } from "#stores";
import { RecordedLog } from "../testing/recorded-log.fixture.ts";
import { decode, encode } from "./codec.ts";
import { emptyEnvelope } from "./envelope.ts";
import { KeyedSessionStore } from "./keyed-session-store.ts";
import { runInScope, UpdateScope } from "./update-scope.ts";

const ALICE = 111111111;
const KEY = `session:${ALICE}`;
const NOON = Date.parse("2026-02-04T12:00:00.000Z");

let backend: Backend;
let log: RecordedLog;

beforeEach(async () => {
  backend = memoryBackend();
  log = new RecordedLog();
  await backend.open(log);
});

const store = (slices: readonly Slice<unknown>[] = [], told: number[] = []) =>
  new KeyedSessionStore({ backend, log, slices, tellDamaged: async (userId) => void told.push(userId) });

const put = async (raw: string) => backend.compareAndSet(KEY, await backend.read(KEY), raw);

/** As the dispatcher does it: handlers, then the commit. */
async function handle(sessions: KeyedSessionStore, id: string, handler: () => Promise<unknown>, touches = true) {
  const scope = new UpdateScope(ALICE, id, NOON, async () => {});
  await runInScope(scope, handler);
  scope.open = false;
  await sessions.commit(scope, touches);
}

describe("last active", () => {
  const lastActive = async (...touches: readonly (readonly [at: number, present?: number])[]) => {
    const sessions = openSessions(backend);
    await sessions.update(ALICE, (session) => {
      for (const [at, present] of touches) session.touch(at, present);
    });
    return Date.parse((await sessions.read(ALICE))?.lastActive ?? "") - NOON;
  };
  const DAY = 86_400_000;

  test("is not turned back by an update that was left over, nor by a clock that only we have", async () => {
    expect(await lastActive([NOON], [NOON - DAY, NOON + 1], [NOON - DAY])).toBe(0);
  });

  test("rights itself after a clock that was ahead, and not for what two right clocks differ by", async () => {
    expect(await lastActive([NOON + 3_650 * DAY], [NOON, NOON])).toBe(0);
    expect(await lastActive([NOON + 60_000], [NOON + 1, NOON + 1])).toBe(60_000);
  });

  test("is not in the future of an update that arrived under such a clock", async () => {
    expect(await lastActive([NOON + DAY, NOON])).toBe(0);
  });
});

describe("a session", () => {
  test("begins with the specification's defaults", async () => {
    const sessions = openSessions(backend);
    await sessions.update(ALICE, (session) => session.begin(newSessionId(ALICE)));
    const session = await sessions.read(ALICE);
    expect(session?.id).toMatch(/^user_111111111_[0-9a-f]{8}$/);
    expect(session).toMatchObject({ turnCount: 0, workspacePath: "/workspace", lastActive: undefined });
    expect(session?.preferences).toEqual({
      autoCompact: true,
      showTranscription: true,
      maxTurnsBeforeCompact: 20,
      showUsage: false,
      confirmTranscription: false,
    });
  });

  test("takes about 1 KB and never 10", async () => {
    const sessions = openSessions(backend);
    await sessions.update(ALICE, (session) => session.begin(newSessionId(ALICE)));
    const reading = await sessions.inspect(ALICE);
    expect(reading).toMatchObject({ state: "found" });
    expect(reading.state === "found" && reading.bytes).toBeLessThan(1_024);
  });

  test("gets defaults for fields that are missing in the store", async () => {
    const { session: _, ...others } = emptyEnvelope();
    await put(encode({ ...others, session: { turnCount: 4 } } as never));
    expect(await store().read(ALICE)).toMatchObject({ turnCount: 4, workspacePath: "/workspace" });
  });

  test("does not share its preferences with other users", async () => {
    const sessions = openSessions(backend);
    await sessions.update(ALICE, (session) => session.setPreferences({ autoCompact: false }));
    await sessions.update(2, (session) => session.begin(newSessionId(2)));
    expect((await sessions.read(2))?.preferences.autoCompact).toBe(true);
  });

  test("with an invalid stored id loses that id and nothing else", async () => {
    const envelope = emptyEnvelope();
    envelope.session.claudeSessionId = "user_999_nothexhx";
    envelope.session.turnCount = 7;
    await put(encode(envelope));
    expect(await store().read(ALICE)).toMatchObject({ id: undefined, turnCount: 7 });
    expect(log.of("invalid session id dropped")).toHaveLength(1);
    await store().update(ALICE, (session) => session.begin(newSessionId(ALICE)));
    expect(await store().read(ALICE)).toMatchObject({ id: expect.any(String), turnCount: 7 });
  });
});

describe("the four answers of a read", () => {
  test("absent is nothing but absent", async () => {
    expect(await store().inspect(ALICE)).toEqual({ state: "absent" });
  });

  test.each([
    ["not JSON", "garbage"],
    ["wrong checksum", encode(emptyEnvelope()).replace('"turnCount":0', '"turnCount":5')],
    ["schema violated at revision", encode({ ...emptyEnvelope(), revision: -1 })],
    ["the session of another user", encode({ ...emptyEnvelope(), user: ALICE + 1 })],
  ])("corrupt (%s) is kept aside byte for byte, told, and then begins afresh", async (reason, raw) => {
    await put(raw);
    const told: number[] = [];
    const sessions = store([], told);
    expect(await sessions.inspect(ALICE)).toMatchObject({ state: "corrupt", reason });
    expect(await sessions.read(ALICE)).toBeUndefined();
    expect(told).toEqual([ALICE]);
    const kept: string[] = [];
    for await (const [, value] of backend.scan(`quarantine:${ALICE}:`)) kept.push(value);
    expect(kept).toEqual([raw]);
    expect(log.of("damaged session set aside")).toHaveLength(1);
  });

  test("unavailable throws, and is never an empty answer", async () => {
    await backend.close();
    await expect(store().read(ALICE)).rejects.toThrow();
    expect(await store().inspect(ALICE)).toMatchObject({ state: "unavailable" });
  });

  test("a newer format is unavailable and stays untouched", async () => {
    const newer = JSON.stringify({ format: 2, whatever: true });
    await put(newer);
    await expect(store().read(ALICE)).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store().update(ALICE, (session) => session.countTurn())).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await backend.read(KEY)).toBe(newer);
  });
});

describe("a commit", () => {
  test("happens once for an update, whatever its handlers change", async () => {
    const sessions = store();
    await handle(sessions, "1", async () => {
      await sessions.update(ALICE, (session) => session.countTurn());
      await sessions.update(ALICE, (session) => session.countTurn());
    });
    const decoded = decode((await backend.read(KEY)) ?? "");
    expect(decoded).toMatchObject({ envelope: { revision: 1, seen: ["1"], session: { turnCount: 2 } } });
    expect(await sessions.read(ALICE)).toMatchObject({ lastActive: "2026-02-04T12:00:00.000Z" });
  });

  test("writes nothing for an update that only looks", async () => {
    const sessions = store();
    await sessions.update(ALICE, (session) => session.begin(newSessionId(ALICE)));
    const before = await backend.read(KEY);
    await handle(sessions, "1", () => sessions.read(ALICE), false);
    expect(await backend.read(KEY)).toBe(before);
  });

  test("writes nothing for a user without a session who changes nothing", async () => {
    const sessions = store();
    await handle(sessions, "1", () => sessions.update(ALICE, (session) => session.end()));
    expect(await backend.read(KEY)).toBeUndefined();
  });

  test("applies the changes again, not the handler, to what another process wrote meanwhile", async () => {
    const sessions = store();
    const other = openSessions(backend);
    let runs = 0;
    await handle(sessions, "1", async () => {
      runs += 1;
      await sessions.update(ALICE, (session) => session.countTurn());
      await Promise.all([1, 2, 3].map(() => other.update(ALICE, (session) => session.countTurn())));
    });
    expect(runs).toBe(1);
    expect(await sessions.read(ALICE)).toMatchObject({ turnCount: 4 });
  });

  test("happens once although it is asked for again after an answer that was lost", async () => {
    const sessions = store();
    const scope = new UpdateScope(ALICE, "7", NOON, async () => {});
    await runInScope(scope, () => sessions.update(ALICE, (session) => session.countTurn()));
    scope.open = false;
    await sessions.commit(scope, true);
    await sessions.commit(scope, true);
    expect(await sessions.read(ALICE)).toMatchObject({ turnCount: 1 });
  });

  test("keeps nothing of a change that throws halfway, and all of the ones before", async () => {
    const sessions = store();
    await handle(sessions, "1", async () => {
      await sessions.update(ALICE, (session) => session.countTurn());
      const half = sessions.update(ALICE, (session) => {
        session.countTurn();
        throw new AgentFailed("no");
      });
      await expect(half).rejects.toThrow("no");
    });
    expect(await sessions.read(ALICE)).toMatchObject({ turnCount: 1 });
  });

  test("does not include work that outlives its handler: that commits by itself", async () => {
    const sessions = store();
    const later = Promise.withResolvers<void>();
    let background: Promise<unknown> = Promise.resolve();
    await handle(sessions, "1", async () => {
      await sessions.update(ALICE, (session) => session.countTurn());
      background = later.promise.then(() => sessions.update(ALICE, (session) => session.countTurn()));
    });
    later.resolve();
    await background;
    expect(await sessions.read(ALICE)).toMatchObject({ turnCount: 2 });
  });

  test("of many at once loses none", async () => {
    const sessions = openSessions(backend);
    await Promise.all(Array.from({ length: 100 }, () => sessions.update(ALICE, (session) => session.countTurn())));
    expect(await sessions.read(ALICE)).toMatchObject({ turnCount: 100 });
  });
});

describe("a plugin's slice", () => {
  const notes = (version: number): Slice<string[]> => ({
    name: "notes",
    version,
    schema: z.array(z.string()),
    defaults: [],
    migrate: (data) => [String(data)],
  });

  test("is kept while its plugin is not loaded", async () => {
    await store([notes(1)]).update(ALICE, (session) => session.setSlice(notes(1), ["milk"]));
    await store().update(ALICE, (session) => session.countTurn());
    expect((await store([notes(1)]).read(ALICE))?.slice(notes(1))).toEqual(["milk"]);
  });

  test("of an older version is migrated when it is read", async () => {
    const old: Slice<string> = { name: "notes", version: 1, schema: z.string(), defaults: "" };
    await store([old]).update(ALICE, (session) => session.setSlice(old, "milk"));
    expect((await store([notes(2)]).read(ALICE))?.slice(notes(2))).toEqual(["milk"]);
  });

  test("of a newer version is unavailable and stays untouched", async () => {
    await store([notes(2)]).update(ALICE, (session) => session.setSlice(notes(2), ["milk"]));
    const session = await store([notes(1)]).read(ALICE);
    expect(() => session?.slice(notes(1))).toThrow(StoreUnavailable);
    expect((await store([notes(2)]).read(ALICE))?.slice(notes(2))).toEqual(["milk"]);
  });

  test("that is damaged is kept aside alone", async () => {
    const wrong: Slice<number> = { name: "notes", version: 1, schema: z.number(), defaults: 0 };
    await store([wrong]).update(ALICE, (session) => {
      session.setSlice(wrong, 5);
      session.countTurn();
    });
    const session = await store([{ ...notes(1), migrate: undefined }]).read(ALICE);
    expect(session?.slice(notes(1))).toEqual([]);
    expect(session?.turnCount).toBe(1);
    expect(log.of("damaged slice set aside")).toHaveLength(1);
  });
});

describe("sessions inactive for long", () => {
  test("are found by the index, and those with unfinished turns are left out", async () => {
    const sessions = store();
    const week = 7 * 86_400_000;
    await sessions.update(1, (session) => session.touch(NOON - week - 1));
    await sessions.update(2, (session) => session.touch(NOON - week + 60_000));
    await sessions.update(3, (session) => {
      session.touch(NOON - 2 * week);
      session.begin(newSessionId(3));
      session.acceptPrompt({ id: "t", chatId: 3 });
    });
    const found: number[] = [];
    for await (const { userId } of sessions.inactiveSince(NOON - week)) found.push(userId);
    expect(found).toEqual([1]);
  });

  test("are not deleted when they come back to life meanwhile", async () => {
    const sessions = store();
    await sessions.update(ALICE, (session) => session.touch(NOON));
    const seen = await sessions.read(ALICE);
    await sessions.update(ALICE, (session) => session.countTurn());
    expect(seen && (await sessions.delete(seen))).toBe(false);
    expect(await sessions.read(ALICE)).toBeDefined();
  });
});
