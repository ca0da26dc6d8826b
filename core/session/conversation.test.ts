import { expect, test } from "vitest";
import { newSessionId, openSessions, type Session, silentLog } from "#core";
import { memoryBackend } from "#stores";
import { titleOf } from "./conversation.ts";

const TOOK = { turns: 1, ms: 10, inputTokens: 100, outputTokens: 20, costUsd: 0.5 };

async function withRunningTurn() {
  const backend = memoryBackend();
  await backend.open(silentLog);
  const sessions = openSessions(backend);
  const sessionId = newSessionId(7);
  await sessions.update(7, (session) => {
    session.begin(sessionId);
    session.acceptPrompt({ id: "t1", chatId: 7 });
    session.startTurn("t1");
  });
  const change = <T>(what: (session: Session) => T) => sessions.update(7, what);
  return { change, session: async () => (await sessions.read(7)) ?? sessions.empty(7) };
}

const begun = { id: "c-1", title: "Build a house", lastTurn: "2026-01-01T00:00:00.000Z" };

test("the conversation is stored as soon as the agent begins it, and counts the turns answered in it", async () => {
  const { change, session } = await withRunningTurn();
  expect(await change((each) => each.converse("t1", begun))).toBe(true);
  expect((await session()).conversation).toEqual({ ...begun, turns: 0, costUsd: 0 });
  await change((each) => each.answerTurn("t1", { usage: TOOK }));
  expect((await session()).conversation).toMatchObject({ id: "c-1", turns: 1, costUsd: 0.5 });
});

test("a conversation is as old as its latest answer", async () => {
  const { change, session } = await withRunningTurn();
  await change((each) => each.converse("t1", begun));
  await change((each) => each.answerTurn("t1", { at: Date.UTC(2026, 0, 4) }));
  expect((await session()).conversation?.lastTurn).toBe("2026-01-04T00:00:00.000Z");
});

test("what a turn took is counted once, however often its answer is written", async () => {
  const { change, session } = await withRunningTurn();
  await change((each) => each.answerTurn("t1", { usage: TOOK }));
  expect(await change((each) => each.answerTurn("t1", { usage: TOOK }))).toBe(true);
  expect((await session()).usage).toEqual({ ...TOOK, requests: 1 });
});

test("a turn that was dropped begins no conversation", async () => {
  const { change, session } = await withRunningTurn();
  await change((each) => each.end());
  expect(await change((each) => each.converse("t1", begun))).toBe(false);
  expect((await session()).conversation).toBeUndefined();
});

test("/clear forgets the conversation, and not what was used", async () => {
  const { change, session } = await withRunningTurn();
  await change((each) => each.converse("t1", begun));
  await change((each) => each.answerTurn("t1", { usage: TOOK }));
  await change((each) => each.end());
  expect((await session()).conversation).toBeUndefined();
  expect((await session()).usage).toEqual({ ...TOOK, requests: 1 });
});

test("a conversation that is nearly full is compacted before its next turn, once", async () => {
  const { change, session } = await withRunningTurn();
  await change((each) => each.converse("t1", begun));
  await change((each) => each.answerTurn("t1", { contextNearlyFull: true }));
  await change((each) => each.removeTurn("t1"));
  for (const id of ["t2", "t3"]) await change((each) => each.acceptPrompt({ id, chatId: 7 }));
  expect((await session()).turns.map(({ kind }) => kind)).toEqual(["auto-compact", "prompt", "prompt"]);
  await change((each) => {
    each.startTurn("t2c");
    each.answerTurn("t2c");
    each.removeTurn("t2c");
    each.acceptPrompt({ id: "t4", chatId: 7 });
  });
  expect((await session()).turns.map(({ kind }) => kind)).toEqual(["prompt", "prompt", "prompt"]);
});

test("a title is the beginning of the first line, never half a character", () => {
  expect(titleOf("Build a house\nwith a garden")).toBe("Build a house");
  expect(titleOf("🏠".repeat(100))).toBe(`${"🏠".repeat(60)}…`);
});

test("what a dropped turn took is charged to its own conversation, wherever the user is by now", async () => {
  const { change, session } = await withRunningTurn();
  await change((each) => each.converse("t1", begun));
  await change((each) => each.end());
  await change((each) => each.countUsage(TOOK, "2026-01-01", "c-1"));
  expect((await session()).earlier).toMatchObject([{ id: "c-1", costUsd: 0.5 }]);
  expect((await session()).usageOn("2026-01-01")).toEqual({ ...TOOK, requests: 0 });
  expect((await session()).usageOn("2026-01-02")).toMatchObject({ turns: 0, costUsd: 0 });
});

test("of earlier conversations the twenty latest are kept", async () => {
  const { change, session } = await withRunningTurn();
  for (let count = 0; count < 25; count++) {
    const sessionId = newSessionId(7);
    await change((each) => {
      each.begin(sessionId);
      each.acceptPrompt({ id: `n${count}`, chatId: 7 });
      each.removeTurn("t1");
      each.startTurn(`n${count}`);
      each.converse(`n${count}`, { ...begun, id: `c-${count}` });
      each.end();
    });
  }
  const ids = (await session()).earlier.map(({ id }) => id);
  expect(ids).toHaveLength(20);
  expect(ids.slice(0, 2)).toEqual(["c-24", "c-23"]);
});

test("who goes back to one of twenty earlier conversations loses none of the others", async () => {
  const { change, session } = await withRunningTurn();
  const kept = Array.from({ length: 20 }, (_, index) => ({ ...begun, id: `e-${index}`, turns: 1, costUsd: 0 }));
  const sessionId = newSessionId(7);
  await change((each) => {
    each.converse("t1", begun);
    each.envelope.session.earlier = kept;
    each.resume("e-5", sessionId);
  });
  const ids = (await session()).earlier.map(({ id }) => id);
  expect(ids).toEqual(["c-1", ...kept.map(({ id }) => id).filter((id) => id !== "e-5")]);
});

test("a conversation that was forgotten for good is not brought back by Undo", async () => {
  const { change, session } = await withRunningTurn();
  await change((each) => each.converse("t1", begun));
  const { id } = await change((each) => each.end(1));
  await change((each) => each.forgetConversation("c-1"));
  expect(await change((each) => each.undoEnd(id ?? "", 2))).toBe(false);
  expect((await session()).id).toBeUndefined();
});
