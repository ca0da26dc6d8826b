import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Backend,
  exportSessions,
  importSession,
  type MovingSession,
  openSessions,
  readSessionFile,
  removeSession,
  type Session,
  SessionFileInvalid,
  sessionsOfOthers,
  silentLog,
} from "#core";
import { memoryBackend } from "#stores";

const ALICE = 111;
const BOB = 222;

async function openStore(): Promise<Backend> {
  const backend = memoryBackend();
  await backend.open(silentLog);
  return backend;
}

const noneLeftOut = (userId: number, reason: string) => expect.fail(`${userId}: ${reason}`);

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const change = (backend: Backend, userId: number, act: (session: Session) => unknown) =>
  openSessions(backend).update(userId, act);

/** Alice in the midst of work, Bob at rest. */
async function lived(): Promise<Backend> {
  const backend = await openStore();
  for (const id of ["t1", "t2"]) await backend.compareAndSet(`prompt:${id}`, undefined, `prompt of ${id}`);
  await backend.compareAndSet("answer:t1", undefined, "answer of t1");
  await change(backend, ALICE, (session) => {
    session.begin("user_111_0123abcd");
    for (const id of ["t1", "t2"]) session.acceptPrompt({ id, chatId: ALICE });
    session.startTurn("t1");
    session.answerTurn("t1");
    session.touch(Date.UTC(2026, 1, 4));
  });
  await change(backend, BOB, (session) => session.setPreferences({ autoCompact: false }));
  return backend;
}

const fileOf = (backend: Backend) => all(exportSessions(backend, noneLeftOut));
const sessionsOf = async (backend: Backend) => all(readSessionFile(await fileOf(backend), "the file"));

async function storeOf(sessions: readonly MovingSession[]): Promise<Backend> {
  const backend = await openStore();
  for (const session of sessions) await importSession(backend, session);
  return backend;
}

describe("an exported session", () => {
  test("arrives whole, with its unfinished turns waiting for their buttons", async () => {
    const from = await lived();
    const to = await storeOf(await sessionsOf(from));
    const [before, after] = [await openSessions(from).read(ALICE), await openSessions(to).read(ALICE)];
    expect(after).toMatchObject({ id: "user_111_0123abcd", turnCount: 2, lastActive: before?.lastActive });
    expect(after?.turns.map(({ id, state, receipt }) => [id, state, receipt])).toEqual([
      ["t1", "interrupted", true],
      ["t2", "interrupted", false],
    ]);
    expect(await to.read("prompt:t1")).toBe("prompt of t1");
    expect(await to.read("prompt:t2")).toBe("prompt of t2");
    expect(await to.read("answer:t1")).toBe("answer of t1");
    expect(await openSessions(to).inspect(BOB)).toEqual(await openSessions(from).inspect(BOB));
    expect(await all(to.marked("turns"))).toEqual([`session:${ALICE}`]);
    expect(await all(to.marked("active"))).toEqual([`session:${ALICE}`]);
  });

  test("whose turn ends while it is read is taken as it then is", async () => {
    const from = await lived();
    const read = from.read.bind(from);
    from.read = async (key) => {
      if (key !== "prompt:t1") return read(key);
      from.read = read;
      await change(from, ALICE, (session) => session.removeTurn("t1"));
      await from.compareAndSet(key, "prompt of t1", undefined);
      return undefined;
    };
    const [alice] = await sessionsOf(from);
    expect(alice?.envelope.turns.map(({ id }) => id)).toEqual(["t2"]);
    expect(alice?.prompts).toEqual({ t2: "prompt of t2" });
  });

  test("that can't be read is not in the file, and told", async () => {
    const backend = await lived();
    await backend.compareAndSet("session:333", undefined, "torn");
    await backend.compareAndSet("session:444", undefined, '{"format":2}');
    const told: unknown[] = [];
    const lines = await all(exportSessions(backend, (userId, reason) => told.push([userId, reason])));
    expect(told).toEqual([
      [333, "damaged: not JSON"],
      [444, "written in format 2, newer than this program"],
    ]);
    expect((await all(readSessionFile(lines, "the file"))).map(({ userId }) => userId)).toEqual([ALICE, BOB]);
  });
});

describe("a session file", () => {
  const reading = (lines: readonly string[]) => all(readSessionFile(lines, "users.jsonl"));

  test("with any one character changed, or cut anywhere, is refused", async () => {
    const text = (await fileOf(await lived())).join("\n");
    const damaged = fc.oneof(
      fc.tuple(fc.nat(text.length - 1), fc.constantFrom("0", "7", "x", '"', "\n")).map(([at, character]) => ({
        what: `${character} at ${at}`,
        text: text.slice(0, at) + character + text.slice(at + 1),
      })),
      fc.nat(text.length - 1).map((at) => ({ what: `cut at ${at}`, text: text.slice(0, at) })),
    );
    await fc.assert(
      fc.asyncProperty(damaged, async (file) => {
        if (file.text === text) return;
        await expect(reading(file.text.split("\n")), file.what).rejects.toThrow(SessionFileInvalid);
      }),
      { numRuns: 300 },
    );
  });

  test("is refused by the number of the line that is wrong", async () => {
    const [header = "", alice = "", bob = "", end = ""] = await fileOf(await lived());
    const newer = header.replace('"version":1', '"version":2');
    const cases: [readonly string[], string][] = [
      [[header, alice.slice(0, 99), bob, end], "Line 2 of users.jsonl is torn."],
      [[header, alice, bob.replace("222", "223"), end], "Line 3 of users.jsonl is damaged: its checksum is wrong."],
      [[header, alice, alice, bob, end], "Line 3 of users.jsonl is about user 111, as line 2 is."],
      [[header, alice, end], "Line 3 of users.jsonl counts 2 sessions, and the file has 1."],
      [[header, alice, bob, end, bob], "Line 5 of users.jsonl stands behind the end."],
      [[header, alice, bob], "users.jsonl was cut short: its last line is missing."],
      [[alice, bob, end], "users.jsonl is no file of sessions."],
      [[newer, alice, bob, end], "users.jsonl was written by a later version of Holdfast."],
      [[], "users.jsonl was cut short: its last line is missing."],
    ];
    for (const [lines, message] of cases) await expect(reading(lines)).rejects.toThrow(message);
  });

  test("that a store without sessions gave is sound, too", async () => {
    expect(await sessionsOf(await openStore())).toEqual([]);
  });
});

describe("an import", () => {
  const arriving = async (act: (session: Session) => unknown): Promise<MovingSession> => {
    const backend = await openStore();
    await change(backend, ALICE, act);
    const [session] = await sessionsOf(backend);
    return session as MovingSession;
  };
  const activeIn = (month: number) => (session: Session) => session.touch(Date.UTC(2026, month, 1));

  test("of what is there already changes nothing, even in the midst of work", async () => {
    const backend = await lived();
    const before = await all(backend.scan(""));
    for (const session of await sessionsOf(backend))
      expect(await importSession(backend, session)).toEqual({ outcome: "unchanged" });
    expect(await all(backend.scan(""))).toEqual(before);
  });

  test("twice changes nothing the second time", async () => {
    const sessions = await sessionsOf(await lived());
    const backend = await storeOf(sessions);
    for (const session of sessions) expect(await importSession(backend, session)).toEqual({ outcome: "unchanged" });
  });

  test("replaces a stored session that was active earlier, under a revision beyond both", async () => {
    const backend = await openStore();
    await change(backend, ALICE, activeIn(1));
    const later = await arriving(activeIn(2));
    expect(await importSession(backend, later)).toMatchObject({ outcome: "replaced", reason: expect.anything() });
    expect(await openSessions(backend).inspect(ALICE)).toMatchObject({
      session: { lastActive: "2026-03-01T00:00:00.000Z" },
      stored: { revision: 2 },
    });
    expect(await importSession(backend, later)).toEqual({ outcome: "unchanged" });
  });

  test("keeps a stored session that was active later, or as late and changed more often", async () => {
    const backend = await openStore();
    await change(backend, ALICE, activeIn(2));
    expect(await importSession(backend, await arriving(activeIn(1)))).toMatchObject({ outcome: "kept" });
    await change(backend, ALICE, (session) => session.countTurn());
    expect(await importSession(backend, await arriving(activeIn(2)))).toMatchObject({ outcome: "kept" });
    expect(await openSessions(backend).read(ALICE)).toMatchObject({ turnCount: 1 });
  });

  test("keeps a stored session with unfinished turns, which a bot may be working on", async () => {
    const backend = await lived();
    const before = await all(backend.scan(""));
    const later = await arriving(activeIn(9));
    expect(await importSession(backend, later)).toEqual({ outcome: "kept", reason: "it has unfinished turns" });
    expect(await all(backend.scan(""))).toEqual(before);
  });

  test("sets a damaged stored session aside, and keeps one that a later version wrote", async () => {
    const backend = await openStore();
    const session = await arriving(activeIn(1));
    await backend.compareAndSet(`session:${ALICE}`, undefined, "torn");
    expect(await importSession(backend, session)).toMatchObject({ outcome: "replaced" });
    expect((await all(backend.scan("quarantine:"))).map(([, raw]) => raw)).toEqual(["torn"]);
    await backend.compareAndSet(`session:${BOB}`, undefined, '{"format":2}');
    expect(await importSession(backend, { ...session, userId: BOB })).toMatchObject({ outcome: "kept" });
    expect(await backend.read(`session:${BOB}`)).toBe('{"format":2}');
  });

  test("loses to a bot that changes the session meanwhile, and judges anew", async () => {
    const backend = await openStore();
    await change(backend, ALICE, activeIn(1));
    const read = backend.read.bind(backend);
    backend.read = async (key) => {
      const raw = await read(key);
      backend.read = read;
      await change(backend, ALICE, activeIn(5));
      return raw;
    };
    expect(await importSession(backend, await arriving(activeIn(2)))).toMatchObject({ outcome: "kept" });
    expect(await openSessions(backend).read(ALICE)).toMatchObject({ lastActive: "2026-06-01T00:00:00.000Z" });
  });

  test("with replace overrules all of that, and what belonged to the replaced session goes", async () => {
    const backend = await lived();
    expect(await importSession(backend, await arriving(activeIn(0)), { replace: true })).toEqual({
      outcome: "replaced",
    });
    expect(await openSessions(backend).read(ALICE)).toMatchObject({ turnCount: 0, turns: [] });
    expect(await all(backend.scan("prompt:"))).toEqual([]);
    expect(await all(backend.scan("answer:"))).toEqual([]);
    expect(await all(backend.marked("turns"))).toEqual([]);
  });

  test("that pretends says the same and changes nothing", async () => {
    const backend = await openStore();
    await change(backend, ALICE, activeIn(1));
    const before = await all(backend.scan(""));
    expect(await importSession(backend, await arriving(activeIn(2)), { pretend: true })).toMatchObject({
      outcome: "replaced",
    });
    expect(await all(backend.scan(""))).toEqual(before);
  });

  test("finds those who are not in a file, and removes them with what belongs to them", async () => {
    const backend = await lived();
    const others = await all(sessionsOfOthers(backend, new Set([BOB])));
    expect(others.map(([userId]) => userId)).toEqual([ALICE]);
    for (const [userId, raw] of others) expect(await removeSession(backend, userId, raw)).toBe(true);
    expect((await all(backend.scan(""))).map(([key]) => key)).toEqual([`session:${BOB}`]);
  });
});
