import { expect, test } from "vitest";
import type { AuditEntry } from "#core";
import { Desk } from "./sessions/command.fixture.ts";

const DAY = 86_400_000;

test("holdfast audit prune says first what it would remove, and removes that and nothing else with --yes", async () => {
  await using desk = await Desk.set();
  const [old, young] = [entryOf("one", 100), entryOf("two", 80)];
  await desk.open(async (backend) => {
    for (const entry of [old, young])
      await backend.compareAndSet(`audit:${entry.requestId}:asked`, undefined, JSON.stringify(entry));
    await backend.compareAndSet("audit:three:asked", undefined, "of nobody knows when");
  });

  const dry = await desk.holdfast("audit", "prune", "--older-than", "90d");
  const line = `${old.at}  user 7  asked  Bash  Run a command  (one)`;
  expect(dry.stdout).toBe(`would remove  ${line}\n1 entry would be removed; add --yes to do it.\n`);
  expect((await desk.holdfast("audit")).stdout.split("\n")).toHaveLength(3);

  const done = await desk.holdfast("audit", "prune", "--yes");
  expect(done.stdout).toBe(`removed  ${line}\n1 entry removed.\n`);
  expect((await desk.holdfast("audit")).stdout).toBe(`${young.at}  user 7  asked  Bash  Run a command  (two)\n`);
  expect(await desk.open((backend) => backend.read("audit:three:asked"))).toBeDefined();

  expect(await desk.holdfast("audit", "prune", "--older-than", "long")).toMatchObject({
    status: 1,
    stderr: '"long" is no number of days. Write it like 7d.\n',
  });
});

const entryOf = (requestId: string, daysAgo: number): AuditEntry => ({
  at: new Date(Date.now() - daysAgo * DAY).toISOString(),
  ...{ userId: 7, chatId: 7, sessionId: "user_7_01234567", turnId: "t", requestId },
  ...{ tool: "Bash", title: "Run a command", outcome: "asked" },
});
