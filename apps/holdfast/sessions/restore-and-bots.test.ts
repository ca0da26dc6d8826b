import { describe, expect, test, vi } from "vitest";
import { type Backend, openSessions } from "#core";
import { expect as see } from "#harness";
import { replaceStore } from "#stores";
import { HOW_TO_GET_REDIS, isRedisInstalled, RedisProcess } from "#stores/testing";
import { setStage } from "../../assistant/testing/assistant-stage.ts";
import { Desk } from "./command.fixture.ts";

type Stage = Awaited<ReturnType<typeof setStage>>;

const turnsOf = (userId: number, turns: number) => (backend: Backend) =>
  openSessions(backend).update(userId, (session) => {
    if (!session.id) session.begin(`user_${userId}_0123abcd`);
    while (session.turnCount < turns) session.countTurn();
  });

const botOn = (stage: Stage, desk: Desk) => stage.bot({ SESSION_STORE: desk.address });

async function showsTurns({ alice }: Stage, count: number): Promise<void> {
  await alice.send("/status");
  await see(alice).toSee(`Turn Count: ${count}`, { within: 10_000 });
}

async function waitsThroughRestore(address?: string): Promise<void> {
  await using desk = await Desk.set(address);
  await using stage = await setStage({});
  await desk.open(turnsOf(stage.alice.id, 3));
  await desk.sessions("backup", desk.path("kept.sqlite"));
  await desk.open(turnsOf(stage.alice.id, 5));
  const bot = botOn(stage, desk);
  await desk.open(async (first) => {
    await first.own(() => {});
    await bot.start({ until: /waiting: another process owns the store/ });
    // So that it does not take over before the restore has the lock.
    process.kill(bot.pid ?? 0, "SIGSTOP");
  });
  expect(await desk.sessions("restore", desk.path("kept.sqlite"))).toMatchObject({ status: 0 });
  process.kill(bot.pid ?? 0, "SIGCONT");
  await showsTurns(stage, 3);
  expect(bot.output.split("store replaced while waiting, opened anew")).toHaveLength(2);
}

async function startsDuringReplacement(address?: string): Promise<void> {
  await using desk = await Desk.set(address);
  await using stage = await setStage({});
  await desk.open(turnsOf(stage.alice.id, 5));
  const bot = botOn(stage, desk);
  await replaceStore(
    desk.address,
    async (empty) => {
      await turnsOf(stage.alice.id, 3)(empty);
      await bot.start({ until: /being (replaced|filled) by a restore.*store became unavailable/ });
    },
    { backups: desk.path("backups") },
  );
  await showsTurns(stage, 3);
  await vi.waitFor(() => expect(bot.output).toContain("store answered again"), { timeout: 10_000 });
}

describe.each(["SQLite", "Redis"])("on %s", (kind) => {
  const testHere =
    kind === "SQLite" ? test : test.runIf(isRedisInstalled() || process.env.HOLDFAST_REQUIRE_ALL === "1");

  async function onStore(claim: (address?: string) => Promise<void>): Promise<void> {
    if (kind === "SQLite") return claim();
    if (!isRedisInstalled()) throw new Error(HOW_TO_GET_REDIS);
    await using redis = await RedisProcess.start();
    await claim(redis.url);
  }

  testHere("a bot that waits for its turn while a backup is restored comes up on what was restored", () =>
    onStore(waitsThroughRestore),
  );

  testHere("a bot that is started while a store is replaced waits, and comes up on the new content", () =>
    onStore(startsDuringReplacement),
  );
});
