import { expect, test } from "vitest";
import { AgentFailed, type AgentTurn } from "#core";
import { EchoAgent } from "./echo-agent.ts";

function turn(prompt: string, { signal = new AbortController().signal } = {}) {
  const seen: string[] = [];
  const progress = (text: string) => void seen.push(text);
  const steps: string[] = [];
  const conversations: string[] = [];
  const asked: AgentTurn = {
    userId: 1,
    sessionId: "user_1_00000000",
    workspacePath: "/",
    conversation: undefined,
    marker: { HOLDFAST_TURN: "bot/turn" },
    id: "turn",
    isRetry: false,
    prompt,
    attachments: [],
    signal,
    progress,
    step: ({ line, state }) => void steps.push(`${line} ${state}`),
    ask: async ({ detail }) => (detail.startsWith("git") ? "once" : "deny"),
    began: async (id) => void conversations.push(id),
  };
  return { ...asked, seen, steps, conversations };
}

test("the answer echoes the text and says that nobody real answers", async () => {
  const { text } = await new EchoAgent().run(turn("Good morning"));
  expect(text).toBe("🪞 Echo (a stand-in, no real agent): Good morning");
});

test("the answer streams: each piece is the whole text so far", async () => {
  const asked = turn("Good morning");
  const { text } = await new EchoAgent().run(asked);
  expect(asked.seen.length).toBeGreaterThan(2);
  for (const piece of asked.seen) expect(text.startsWith(piece)).toBe(true);
  expect(asked.seen.at(-1)).toBe(text);
});

test("a wish for a length is fulfilled to the character", async () => {
  expect((await new EchoAgent().run(turn("long 6000"))).text).toHaveLength(6_000);
});

test("a wish for time is fulfilled", async () => {
  const begun = performance.now();
  await new EchoAgent().run(turn("slow 50ms please"));
  expect(performance.now() - begun).toBeGreaterThanOrEqual(45);
});

test("it ends at once when it is no longer wanted", async () => {
  const controller = new AbortController();
  const answer = new EchoAgent().run(turn("slow 60s", { signal: controller.signal }));
  controller.abort();
  await expect(answer).rejects.toThrow();
});

test("it fails on request, once for a compaction", async () => {
  const agent = new EchoAgent();
  await expect(agent.run(turn("fail"))).rejects.toThrow(AgentFailed);
  await agent.run(turn("fail next compact"));
  await expect(agent.compact(turn(""))).rejects.toThrow(AgentFailed);
  await agent.compact(turn(""));
});

test("it uses as many tools as it is asked to, one after the other", async () => {
  const asked = turn("steps 2");
  await new EchoAgent().run(asked);
  expect(asked.steps).toEqual(["file-1.txt running", "file-1.txt done", "file-2.txt running", "file-2.txt done"]);
});

test("it asks before what it is asked to do, and says what came of it", async () => {
  expect((await new EchoAgent().run(turn("ask git push"))).text).toMatch(/: I would now run: git push$/);
  expect((await new EchoAgent().run(turn("ask rm -rf x"))).text).toMatch(/: I was not allowed to: rm -rf x$/);
});

test("it says what a turn took only when asked to", async () => {
  expect((await new EchoAgent().run(turn("usage"))).usage).toMatchObject({ turns: 2, costUsd: 0.0123 });
  expect((await new EchoAgent().run(turn("hello"))).usage).toBeUndefined();
});

test("it begins a conversation once", async () => {
  const first = turn("hello");
  await new EchoAgent().run(first);
  expect(first.conversations).toHaveLength(1);
  const second = { ...turn("again"), conversation: { id: "echo-1", turns: 1, costUsd: 0 } };
  await new EchoAgent().run(second);
  expect(second.conversations).toEqual([]);
});
