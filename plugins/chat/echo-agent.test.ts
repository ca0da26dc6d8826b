import { expect, test } from "vitest";
import { AgentFailed, type AgentTurn } from "#core";
import { EchoAgent } from "./echo-agent.ts";

function turn(prompt: string, { signal = new AbortController().signal } = {}) {
  const seen: string[] = [];
  const progress = (text: string) => void seen.push(text);
  const asked: AgentTurn = { userId: 1, sessionId: "user_1_00000000", workspacePath: "/", prompt, signal, progress };
  return { ...asked, seen };
}

test("the answer echoes the text and says that nobody real answers", async () => {
  expect(await new EchoAgent().run(turn("Good morning"))).toBe("🪞 Echo (a stand-in, no real agent): Good morning");
});

test("the answer streams: each piece is the whole text so far", async () => {
  const asked = turn("Good morning");
  const answer = await new EchoAgent().run(asked);
  expect(asked.seen.length).toBeGreaterThan(2);
  for (const piece of asked.seen) expect(answer.startsWith(piece)).toBe(true);
  expect(asked.seen.at(-1)).toBe(answer);
});

test("a wish for a length is fulfilled to the character", async () => {
  expect(await new EchoAgent().run(turn("long 6000"))).toHaveLength(6_000);
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
