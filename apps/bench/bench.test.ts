import { describe, expect, test } from "vitest";
import { openSessions, silentLog } from "#core";
import { backendFromAddress } from "#stores";
import { describeWithClaude } from "../../harness/anthropic/claude.fixture.ts";
import { measureClaudeTurns } from "./claude-turns.ts";
import { CONTENDERS } from "./contenders.ts";
import { brokenPromises, callTable, compareCalls } from "./fake-telegram/compare.ts";
import { PROMISED, SUBJECTS } from "./fake-telegram/subjects.ts";
import { Crowd } from "./load/crowd.ts";
import { usersAmong } from "./load/load.ts";
import { LoadServer } from "./load/load-server.ts";
import { memoryOf, startOf, variableOf } from "./process-facts.ts";
import { claudeTable } from "./report/claude-table.ts";
import { growthPlot } from "./report/growth.ts";
import { loadTable } from "./report/load-table.ts";
import { turnTable } from "./report/turn-table.ts";
import { percentile } from "./statistics.ts";
import { Place } from "./stores/place.ts";
import { seed } from "./stores/seed.ts";
import { assertSound, type Trial } from "./trial.ts";
import { measureTurns } from "./turns.ts";

/** Calls the Bot API of a load server as a bot would. */
const caller = (apiRoot: string) => async (method: string, body: object) => {
  const response = await fetch(`${apiRoot}/bot1:bench/${method}`, { method: "POST", body: JSON.stringify(body) });
  return ((await response.json()) as { result: unknown }).result;
};

interface Sent {
  readonly update_id: number;
  readonly message: { readonly chat: { readonly id: number }; readonly text: string };
}

/** A bot that answers each batch by `answer`, until nothing comes any more. */
async function poll(apiRoot: string, answer: (batch: readonly Sent[]) => readonly { to: number; text: string }[]) {
  const call = caller(apiRoot);
  for (let offset = 0; ; ) {
    const batch = (await call("getUpdates", { offset, timeout: 0.05 })) as Sent[];
    for (const { to, text } of answer(batch)) await call("sendMessage", { chat_id: to, text });
    if (batch.length === 0 && offset > 0) return;
    offset = (batch.at(-1)?.update_id ?? offset - 1) + 1;
  }
}

const echo = ({ message }: Sent) => ({ to: message.chat.id, text: message.text });

test("a crowd is made of different people, from all over the store", () => {
  const users = usersAmong(1_000, 1_000_000);
  expect(new Set(users).size).toBe(1_000);
  expect(Math.max(...users) - Math.min(...users)).toBe(999_000);
});

describe("the load server", () => {
  test("every message of a burst is handed out once and its reply counted", async () => {
    const crowd = new Crowd();
    await using server = new LoadServer(crowd);
    const bot = poll(await server.listen(), (batch) => batch.map(echo));
    const users = usersAmong(7);
    const result = await server.run({ kind: "burst", users, messagesEach: 30, withinMs: 10_000 });
    expect(result.waits).toHaveLength(210);
    expect(crowd.judge()).toEqual({ replies: 210, unanswered: 0, outOfOrder: 0, wrong: 0 });
    await bot;
  });

  test("in a closed loop nobody has two messages unanswered", async () => {
    const crowd = new Crowd();
    await using server = new LoadServer(crowd);
    const inOneBatch: number[] = [];
    const bot = poll(await server.listen(), (batch) => {
      inOneBatch.push(batch.length - new Set(batch.map(({ message }) => message.chat.id)).size);
      return batch.map(echo);
    });
    const result = await server.run({ kind: "closed", users: usersAmong(3), withinMs: 200 });
    await bot;
    expect(result.waits.length).toBeGreaterThan(3);
    expect(Math.max(...inOneBatch)).toBe(0);
    expect(crowd.judge()).toEqual({ replies: result.answered, unanswered: 0, outOfOrder: 0, wrong: 0 });
  });

  test("what is not confirmed by an offset is handed out again", async () => {
    await using server = new LoadServer(new Crowd());
    const call = caller(await server.listen());
    const running = server.run({ kind: "burst", users: usersAmong(2), messagesEach: 1, withinMs: 100 });
    const [first, second] = [await call("getUpdates", { timeout: 1 }), await call("getUpdates", { timeout: 1 })];
    expect(second).toEqual(first);
    await call("sendMessage", { chat_id: usersAmong(2)[0], text: "1" });
    await call("sendMessage", { chat_id: usersAmong(2)[1], text: "1" });
    await running;
  });

  test("replies in the wrong order, and counts that were lost, are told apart", async () => {
    const crowd = new Crowd();
    for (const user of [1, 2, 3]) for (const _ of [1, 2, 3]) crowd.send(user);
    for (const said of ["1", "3", "2"]) crowd.reply(1, said);
    for (const said of ["1", "1", "2"]) crowd.reply(2, said);
    for (const said of ["1", "2"]) crowd.reply(3, said);
    expect(crowd.judge()).toEqual({ replies: 8, unanswered: 1, outOfOrder: 1, wrong: 1 });
  });
});

test("a reply of ours that is missing, wrong or out of order ends the run", () => {
  const sound = { replies: 10, unanswered: 0, outOfOrder: 0, wrong: 0 };
  assertSound(CONTENDERS[0], sound);
  for (const fault of ["unanswered", "outOfOrder", "wrong"]) {
    expect(() => assertSound(CONTENDERS[0], { ...sound, [fault]: 1 })).toThrow(/ 1 /);
  }
});

test("a percentile is a value that was measured", () => {
  const waits = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([percentile(waits, 0.5), percentile(waits, 0.99), percentile([7], 0.99)]).toEqual([51, 100, 7]);
});

test("ratios are taken round by round, and faults are named", () => {
  const trial = (rate: number, cpu: number, outOfOrder = 0): Trial => ({
    startMs: 1,
    peakBytes: 1,
    verdict: { replies: 10, unanswered: 0, outOfOrder, wrong: 0 },
    figures: [{ messagesPerSecond: rate, cpuMicrosPerMessage: cpu, p50Ms: 1, p99Ms: 2 }],
  });
  const [base, other] = CONTENDERS;
  if (!other) throw new Error("Nobody to compare with.");
  const rounds = new Map([
    [base, [trial(100, 10), trial(10, 100), trial(50, 50)]],
    [other, [trial(200, 20), trial(20, 200), trial(300, 100, 3)]],
  ]);
  const [, , , row] = loadTable(rounds, 0).split("\n");
  expect(row?.split("|").map((cell) => cell.trim())).toEqual([
    "",
    other.name,
    "200",
    "2.00",
    "100",
    "2.00",
    "1.00",
    "2.00",
    "3 out of order of 10",
    "",
  ]);
});

describe("the fake Telegram", () => {
  const figures = {
    callsPerSecond: 1,
    cpuMicrosPerCall: 100,
    p50Ms: 1,
    p99Ms: 2,
    peakBytes: 1e6,
    readyMs: 30,
    readyCpuMs: 30,
  };

  test("is measured beside a server that does nothing, each as a process", async () => {
    const small = [SUBJECTS[0], { ...PROMISED, bots: 3, chats: 7, messages: 2, keepMessages: 2 }] as const;
    const [[, echo = []] = [], [, ours = []] = []] = await compareCalls(1, 0.2, small);
    for (const [found] of [echo, ours]) {
      expect(found?.callsPerSecond).toBeGreaterThan(1);
      expect(found?.cpuMicrosPerCall).toBeGreaterThan(1);
      expect(found?.peakBytes).toBeGreaterThan(1e6);
    }
    expect(ours[0]?.readyMs).toBeGreaterThan(0);
    expect(ours[0]?.cpuMicrosPerCall).toBeGreaterThan(echo[0]?.cpuMicrosPerCall ?? Number.NaN);
  });

  test("is said to hold what is promised of it, or not", () => {
    const saidOf = (changes: object) => brokenPromises(new Map([[PROMISED, [{ ...figures, ...changes }]]]));
    expect(saidOf({})).toEqual([]);
    expect(saidOf({ cpuMicrosPerCall: 250 })).toEqual([
      "It takes 4000 calls in a second of CPU time, and promised are 5,000.",
    ]);
    expect(saidOf({ readyCpuMs: 120 })).toEqual(["It is ready after 120 ms of CPU time, and promised are 100."]);
    expect(brokenPromises(new Map())).toHaveLength(2);
  });

  test("is compared round by round", () => {
    const [base] = SUBJECTS;
    const comparison = new Map([
      [base, [figures, { ...figures, cpuMicrosPerCall: 10 }, { ...figures, cpuMicrosPerCall: 1_000 }]],
      [
        PROMISED,
        [
          { ...figures, cpuMicrosPerCall: 200 },
          { ...figures, cpuMicrosPerCall: 20 },
          { ...figures, cpuMicrosPerCall: 9_000 },
        ],
      ],
    ]);
    const [, , , row] = callTable(comparison).split("\n");
    expect(row?.split("|")[5]?.trim()).toBe("2.00");
  });
});

test("a plot shows each size that holds users", () => {
  const size = { cpuMicrosPerMessage: 100, messagesPerSecond: 1, startMs: 1, peakBytes: 1, storedBytes: 1 };
  const svg = growthPlot(new Map([[CONTENDERS[0], [0, 1_000, 1_000_000].map((users) => ({ ...size, users }))]]));
  expect(svg.match(/<circle/g)).toHaveLength(2);
  expect(svg).toContain(">1M<");
});

test("a store is filled with as many sessions as it is asked for", async () => {
  await using place = await Place.make("sqlite");
  const contender = CONTENDERS.find(({ ours, store }) => ours && store === "sqlite");
  if (!contender) throw new Error("Nobody keeps sessions in SQLite.");
  await seed(contender, place, 250);
  const backend = backendFromAddress(place.address);
  await backend.open(silentLog);
  const found: number[] = [];
  for await (const [userId, { state }] of openSessions(backend).entries()) if (state === "found") found.push(userId);
  await backend.close();
  expect(found.toSorted()).toEqual(usersAmong(250).toSorted());
});

test("turns are measured from the message to the agent, and from the agent to the answer", async () => {
  const figures = await measureTurns(3);
  const { before, after, beforeAtOnce, afterAtOnce } = figures;
  // The fake Telegram tells the time of a call in whole ms, so a short span may come out a little below zero.
  for (const ms of [before, after, beforeAtOnce, afterAtOnce]) expect(ms).toBeGreaterThan(-2);
  expect(before).toBeGreaterThan(0);
  expect(turnTable(3, figures)).toMatch(/^\| turns .*\n.*\n\| 3, one after the other .*\n\| 3 at once /);
});

test.runIf(process.platform === "linux")("a process is known by its memory, its start and its environment", () => {
  const { rss } = process.memoryUsage();
  expect(memoryOf(process.pid)).toBeGreaterThan(rss / 4);
  expect(memoryOf(process.pid)).toBeLessThan(rss * 4);
  // The system counts hundredths of a second; Node's own clock begins a little later.
  const early = performance.timeOrigin - startOf(process.pid);
  expect(early).toBeGreaterThan(-20);
  expect(early).toBeLessThan(10_000);
  expect(variableOf(process.pid, "PATH")).toBe(process.env.PATH);
  expect(variableOf(process.pid, "PAT")).toBeUndefined();
});

describeWithClaude("turns with Claude Code", () => {
  test("are measured from message to answer, and by what their processes take", { timeout: 120_000 }, async () => {
    const figures = await measureClaudeTurns(2);
    for (const { toProcess, toRequest, toAnswer } of [figures.alone, figures.together]) {
      expect(toProcess).toBeGreaterThan(-10);
      expect(toRequest).toBeGreaterThan(50);
      expect(toAnswer).toBeGreaterThan(0);
    }
    expect(figures.agentBytes).toBeGreaterThan(50e6);
    expect(figures.botBytes.before).toBeGreaterThan(30e6);
    expect(claudeTable(2, figures)).toMatch(/^\| turns .*\n.*\n\| 2, one after the other .*\n\| 2 at once /);
  });
});
