import { expect, test, vi } from "vitest";
import { expect as see } from "#harness";
import { setTalk } from "../testing/agent-by-hand.fixture.ts";

async function keysBeside({ backend }: Awaited<ReturnType<typeof setTalk>>) {
  const keys: string[] = [];
  for await (const [key] of backend.scan("")) if (/^(prompt|answer|trace):/.test(key)) keys.push(key);
  return keys;
}

test("the receipt of a turn that was cut off says when it began, and what it did last", async () => {
  await using stage = await setTalk();
  const { alice, agent } = stage;
  await alice.send("go");
  const turn = await agent.next();
  turn.step({ id: "1", tool: "Read", line: "src/a.ts", state: "done" });
  turn.step({ id: "2", tool: "Bash", line: "npm test", state: "running" });
  await vi.waitFor(async () => expect((await keysBeside(stage)).join()).toContain("trace:"));
  await vi.waitFor(
    async () => {
      const traces: string[] = [];
      for await (const [, raw] of stage.backend.scan("trace:")) traces.push(raw);
      expect(traces.join()).toContain("npm test");
    },
    { timeout: 5_000 },
  );
  await stage.restart();
  const [, begun, last] = await see(alice).toSee(
    /“go”\n\nIt had begun at (\d\d:\d\d) UTC, used 2 tools, and at (\d\d:\d\d) UTC was at work on this:\n🔧 Bash: npm test\n\nYour session is safe/,
    { within: 5_000 },
  );
  expect([begun, last].every((time) => time)).toBe(true);
  await alice.press("🔁 Retry");
  (await agent.next()).answer("Done.");
  await see(alice).toSee("Done.");
  await vi.waitFor(async () => expect(await keysBeside(stage)).toEqual([]));
});

test("what is over at once leaves no trace, and neither does what was stopped", async () => {
  await using stage = await setTalk();
  const { alice, agent } = stage;
  await alice.send("go");
  const turn = await agent.next();
  turn.step({ id: "1", tool: "Bash", line: "npm test", state: "running" });
  await vi.waitFor(async () => expect((await keysBeside(stage)).join()).toContain("trace:"));
  await alice.send("/clear");
  await see(alice).toSee("cleared");
  await vi.waitFor(async () => expect(await keysBeside(stage)).toEqual([]));
});
