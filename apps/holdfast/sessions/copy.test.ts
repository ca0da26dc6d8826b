import { describe, expect, test } from "vitest";
import { type Backend, compareStores, openSessions, silentLog } from "#core";
import { backendFromAddress } from "#stores";
import { HOW_TO_GET_REDIS, isRedisInstalled, RedisProcess } from "#stores/testing";
import { Desk } from "./command.fixture.ts";

/** Of everything a store can hold. */
async function fill(backend: Backend): Promise<void> {
  await openSessions(backend).update(111, (session) => {
    session.begin("user_111_0123abcd");
    session.acceptPrompt({ id: "t1", chatId: 111 });
    session.touch(Date.UTC(2026, 1, 4, 10, 30));
  });
  for (const key of ["prompt:t1", "aside:3", "quarantine:222:0123", "plugin:notes:111"])
    await backend.compareAndSet(key, undefined, `ж of ${key}`);
  await backend.compareAndSet("plugin:reminders:111", undefined, "[]", { "plugin:reminders:": 1_750_000_000_000.5 });
  await backend.compareAndSet("run", undefined, '{"state":"running"}');
  const [done] = await backend.log.append(["7", "8", "9"].map((id) => ({ id, payload: `{"update_id":${id}}`, at: 5 })));
  await backend.log.finish([done?.position ?? ""], 6);
}

const addressIn = (desk: Desk, name: string) => `sqlite:${desk.path(name)}`;

async function opened(address: string): Promise<AsyncDisposable & { readonly backend: Backend }> {
  const backend = backendFromAddress(address);
  await backend.open(silentLog);
  return { backend, [Symbol.asyncDispose]: () => backend.close() };
}

describe("holdfast sessions copy", () => {
  test("brings everything along but the note of the running process, and compares", async () => {
    await using desk = await Desk.set();
    await desk.open(fill);
    const { status, stdout } = await desk.sessions("copy", desk.address, addressIn(desk, "copy.sqlite"));
    expect(status).toBe(0);
    expect(stdout).toBe(
      "1 session copied, 6 entries in all, 2 updates waiting.\nCompared: both stores hold the same.\n",
    );
    await using copy = await opened(addressIn(desk, "copy.sqlite"));
    expect(await desk.open((backend) => compareStores(backend, copy.backend))).toEqual({ entries: 0, inbox: 0 });
    expect(await copy.backend.read("run")).toBeUndefined();
    // What the comparison would say if something were missing, changed or too much.
    await copy.backend.compareAndSet("aside:3", "ж of aside:3", undefined);
    await copy.backend.compareAndSet("prompt:t1", "ж of prompt:t1", "ж of prompt:t1", { odd: 1 });
    await copy.backend.compareAndSet("more", undefined, "more");
    await copy.backend.log.append([{ id: "10", payload: "{}", at: 5 }]);
    expect(await desk.open((backend) => compareStores(backend, copy.backend))).toEqual({ entries: 3, inbox: 1 });
  });

  test("leaves a store alone that holds something, unless it is to be replaced: then that is kept", async () => {
    await using desk = await Desk.set();
    await using other = await Desk.set();
    await desk.open(fill);
    await other.open((backend) => openSessions(backend).update(222, (session) => session.countTurn()));
    const refused = await desk.sessions("copy", desk.address, other.address);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("holds something already. Name an empty one, or add --replace");
    const { stdout } = await desk.sessions("copy", desk.address, other.address, "--replace");
    const kept = /held before is kept: (.*)/.exec(stdout)?.[1] ?? "";
    await using former = await opened(`sqlite:${kept}`);
    expect((await openSessions(former.backend).read(222))?.turnCount).toBe(1);
    expect(await other.open((backend) => openSessions(backend).read(222))).toBeUndefined();
    expect((await other.open((backend) => openSessions(backend).read(111)))?.turnCount).toBe(1);
  });

  test("says so when a bot works on what was copied, and refuses where one works on the other", async () => {
    await using desk = await Desk.set();
    await using other = await Desk.set();
    await desk.open(fill);
    await using bot = await opened(desk.address);
    await bot.backend.own(() => {});
    const { status, stdout } = await desk.sessions("copy", desk.address, other.address);
    expect(status).toBe(0);
    expect(stdout).toContain("A bot is working on the store that was copied");
    await using otherBot = await opened(other.address);
    await otherBot.backend.own(() => {});
    const refused = await desk.sessions("copy", desk.address, other.address, "--replace");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("is held by a bot that is running");
  });

  test("copies nothing to itself, and makes no store where there is none to copy", async () => {
    await using desk = await Desk.set();
    await desk.open(fill);
    expect((await desk.sessions("copy", desk.address, desk.address)).stderr).toContain("can't be copied to itself");
    const { status, stderr } = await desk.sessions(
      "copy",
      addressIn(desk, "none.sqlite"),
      addressIn(desk, "copy.sqlite"),
    );
    expect(status).toBe(1);
    expect(stderr).toContain("There is no store at");
  });

  test.runIf(isRedisInstalled() || process.env.HOLDFAST_REQUIRE_ALL === "1")(
    "from SQLite to Redis and back nothing is lost and nothing changes",
    async () => {
      if (!isRedisInstalled()) throw new Error(HOW_TO_GET_REDIS);
      await using redis = await RedisProcess.start();
      await using desk = await Desk.set();
      await desk.open(fill);
      const back = addressIn(desk, "back.sqlite");
      for (const [from, to] of [
        [desk.address, redis.url],
        [redis.url, back],
      ] as const) {
        expect((await desk.sessions("copy", from, to)).stdout).toContain("Compared: both stores hold the same.");
      }
      await using there = await opened(redis.url);
      await using again = await opened(back);
      expect(await desk.open((backend) => compareStores(backend, there.backend))).toEqual({ entries: 0, inbox: 0 });
      expect(await desk.open((backend) => compareStores(backend, again.backend))).toEqual({ entries: 0, inbox: 0 });
      expect(await again.backend.log.last()).toBe("3");
    },
  );
});
