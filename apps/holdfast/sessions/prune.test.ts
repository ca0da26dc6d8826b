import { expect, test } from "vitest";
import { openSessions } from "#core";
import { Desk } from "./command.fixture.ts";

const DAY = 86_400_000;

test("holdfast sessions prune says first what it would remove, and removes that with --yes", async () => {
  await using desk = await Desk.set();
  const seen = (userId: number, daysAgo: number, turn?: string) =>
    desk.open((backend) =>
      openSessions(backend).update(userId, (session) => {
        session.begin(`user_${userId}_01234567`);
        if (turn) session.acceptPrompt({ id: turn, chatId: userId });
        session.touch(Date.now() - daysAgo * DAY);
      }),
    );
  await seen(111, 10);
  await seen(222, 10, "t1");
  await seen(333, 3);
  await desk.open((backend) => backend.compareAndSet("prompt:gone", undefined, "of a handler that was killed"));

  const dry = await desk.sessions("prune", "--older-than", "7d");
  expect(dry.stdout).toMatch(
    /^would remove 111 {2}last active \S+\n1 inactive user left alone because of unfinished turns\.\n1 session, 1 text of no session would be removed; add --yes to do it\.\n$/,
  );
  const done = await desk.sessions("prune", "--older-than", "7d", "--yes");
  expect(done.stdout).toBe(
    dry.stdout.replace("would remove", "removed").replace("would be removed; add --yes to do it", "removed"),
  );
  const { stdout } = await desk.sessions("list", "--json");
  expect(
    stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).userId),
  ).toEqual([222, 333]);
  expect((await desk.sessions("prune", "--older-than", "7d")).stdout).toMatch(
    /^1 inactive .+\n0 sessions would be removed/,
  );
  expect(await desk.sessions("prune", "--older-than", "soon")).toMatchObject({
    status: 1,
    stderr: '"soon" is no number of days. Write it like 7d.\n',
  });
});
