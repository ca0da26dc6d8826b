import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type Backend, CodedError, openSessions, silentLog } from "#core";
import { randomFrom } from "#harness";
import { backendFromAddress } from "#stores";
import { HOW_TO_GET_REDIS, isRedisInstalled, RedisProcess } from "#stores/testing";
import { Desk } from "./command.fixture.ts";

/** More for a longer search, with `HOLDFAST_KILLS=100`. */
const KILLS = Number(process.env.HOLDFAST_KILLS ?? 2);
const SEED = Number(process.env.HOLDFAST_SEED ?? 20_260_204);
const USERS = 300;
const AS_KEPT = 3;
const SINCE = 5;

const countEveryone = (turns: number) => async (backend: Backend) => {
  const sessions = openSessions(backend);
  const users = Array.from({ length: USERS }, (_, index) => index + 1);
  await Promise.all(
    users.map((user) => sessions.update(user, (session) => void (session.turnCount < turns && session.countTurn()))),
  );
};

/** How often everyone has been counted: more than one number means that two contents are mixed. */
async function contentOf(address: string): Promise<{ users: number; counts: number[] } | { refused: string }> {
  const backend = backendFromAddress(address);
  try {
    await backend.open(silentLog);
    const counts: number[] = [];
    for await (const [, reading] of openSessions(backend).entries()) {
      counts.push(reading.state === "found" ? reading.session.turnCount : -1);
    }
    return { users: counts.length, counts: [...new Set(counts)] };
  } catch (error) {
    if (error instanceof CodedError) return { refused: error.message };
    throw error;
  } finally {
    await backend.close();
  }
}

const whole = (count: number) => ({ users: USERS, counts: [count] });

/** Kills it after so many ms, if it has not ended by then. @returns how long it ran. */
async function killAfter(ms: number, desk: Desk, ...args: string[]): Promise<number> {
  const begun = performance.now();
  const child = desk.begin(...args);
  const ended = once(child, "close");
  await Promise.race([ended, pause(ms, undefined, { ref: false })]);
  child.kill("SIGKILL");
  await ended;
  return performance.now() - begun;
}

async function complete(desk: Desk, ...args: string[]): Promise<void> {
  const child = desk.begin(...args);
  const said = child.stderr ? text(child.stderr) : "";
  const [code] = await once(child, "close");
  // Where it takes long, as when the lease of the killed one must run out, it says how far it is.
  expect({ code, said: await said }).toEqual({ code: 0, said: expect.stringMatching(/^(Restoring: \d+\n)*$/) });
}

async function restoreAndKill(address?: string, afterKill: () => Promise<unknown> = async () => {}): Promise<void> {
  await using desk = await Desk.set(address);
  await mkdir(desk.path("tmp"));
  await desk.open(countEveryone(1));
  for (let count = 2; count <= AS_KEPT; count++) await desk.open(countEveryone(count));
  const kept = desk.path("kept.sqlite");
  expect(await desk.sessions("backup", kept)).toMatchObject({ status: 0 });
  const undisturbed = await killAfter(60_000, desk, "restore", kept);
  const random = randomFrom(SEED);
  for (let kill = 0; kill < KILLS; kill++) {
    for (let count = AS_KEPT + 1; count <= SINCE; count++) await desk.open(countEveryone(count));
    // Before a third of the time it is only loading.
    await killAfter(undisturbed * (0.3 + 0.7 * random()), desk, "restore", kept);
    await afterKill();
    const content = await contentOf(desk.address);
    if ("refused" in content) expect(content.refused).toMatch(/was emptied by a restore or copy that was cut short/);
    else expect([whole(AS_KEPT), whole(SINCE)]).toContainEqual(content);
    await complete(desk, "restore", kept);
    expect(await contentOf(desk.address)).toEqual(whole(AS_KEPT));
    expect(readdirSync(desk.path("tmp"))).toEqual([]);
    if (!address) expect(readdirSync(desk.path("sessions")).filter((name) => /\.restor/.test(name))).toEqual([]);
  }
}

async function backUpAndKill(address?: string): Promise<void> {
  await using desk = await Desk.set(address);
  await desk.open(countEveryone(1));
  const undisturbed = await killAfter(60_000, desk, "backup", desk.path("first/one.sqlite"));
  const random = randomFrom(SEED);
  for (let kill = 0; kill < KILLS; kill++) {
    const file = desk.path(`backups/${kill}.sqlite`);
    await killAfter(undisturbed * (0.3 + 0.7 * random()), desk, "backup", file);
    if (existsSync(file)) expect(await contentOf(`sqlite:${file}`)).toEqual(whole(1));
    await desk.sessions("backup", desk.path(`backups/${kill}-again.sqlite`));
    expect(await contentOf(`sqlite:${desk.path(`backups/${kill}-again.sqlite`)}`)).toEqual(whole(1));
    expect(readdirSync(desk.path("backups")).filter((name) => name.includes("writing"))).toEqual([]);
  }
  expect(await contentOf(desk.address)).toEqual(whole(1));
}

describe("killed at any moment", { timeout: 30_000 + KILLS * 15_000 }, () => {
  test("a restore on SQLite leaves the old or the new content whole, and the next one completes", () =>
    restoreAndKill());

  test("a backup leaves no half file under its name, and the next one removes what is left", () => backUpAndKill());

  test.runIf(isRedisInstalled() || process.env.HOLDFAST_REQUIRE_ALL === "1")(
    "a restore on Redis leaves a store whole or closed to bots, and the next one completes",
    async () => {
      if (!isRedisInstalled()) throw new Error(HOW_TO_GET_REDIS);
      await using redis = await RedisProcess.start();
      // As after the five seconds in which the lease of the killed one runs out.
      await restoreAndKill(redis.url, () => redis.command("DEL", "holdfast:owner"));
    },
  );
});
