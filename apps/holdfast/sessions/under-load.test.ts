import { once } from "node:events";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Composer, Context } from "grammy";
import { describe, expect, test } from "vitest";
import {
  Agent,
  type Backend,
  createBot,
  inject,
  injectable,
  openSessions,
  type Plugin,
  type PluginClass,
  SessionStore,
  silentLog,
} from "#core";
import { type FakeTelegram, freePort, expect as see, startTelegram, type User } from "#harness";
import { builtInPlugins, EchoAgent } from "#plugins";
import { backendFromAddress, readBackup } from "#stores";
import { HOW_TO_GET_REDIS, isRedisInstalled, RedisProcess } from "#stores/testing";
import { Desk } from "./command.fixture.ts";

@injectable()
class CountPlugin implements Plugin {
  readonly name = "count";
  constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}
  install(bot: Composer<Context>): void {
    bot.on("message:text", async (ctx) => {
      const count = await this.sessions.update(ctx.from.id, (session) => session.countTurn());
      await ctx.reply(`That makes ${count}.`);
    });
  }
}

async function opened(address: string): Promise<AsyncDisposable & { readonly backend: Backend }> {
  const backend = backendFromAddress(address);
  await backend.open(silentLog);
  return { backend, [Symbol.asyncDispose]: () => backend.close() };
}

/** A bot on its store, as often as it is started. */
async function stageOn(telegram: FakeTelegram, address: string, plugins: readonly PluginClass[]) {
  const port = await freePort();
  const { token } = telegram.bot({ username: "holdfast_bot", idleProbe: `http://127.0.0.1:${port}/healthz` });
  return async () => {
    const bot = createBot({
      token,
      apiRoot: telegram.apiRoot,
      port,
      plugins,
      backend: backendFromAddress(address),
      provide: (container) => container.registerInstance<Agent>(Agent, new EchoAgent({ delayMs: 0 })),
    });
    await bot.start();
    return { bot, [Symbol.asyncDispose]: () => bot.stop() };
  };
}

/** What each user's session counts in a store, and which of the user's updates wait there to be counted. */
async function accountsIn(backend: Backend): Promise<Map<number, { counted: number; waiting: number }>> {
  const accounts = new Map<number, { counted: number; waiting: number }>();
  const waiting = await backend.log.unfinished(10_000);
  for await (const [userId, reading] of openSessions(backend).entries()) {
    if (reading.state !== "found") throw new Error(`The session of ${userId} is ${reading.state}.`);
    const { seen } = reading.stored as { seen: string[] };
    const own = waiting.filter(({ payload }) => JSON.parse(payload).message.from.id === userId);
    const unseen = own.filter(({ position }) => !seen.includes(position));
    accounts.set(userId, { counted: reading.session.turnCount, waiting: unseen.length });
  }
  return accounts;
}

async function backUpUnderLoad(address: string, directory: string): Promise<void> {
  await using telegram = await startTelegram();
  await using _ = await (await stageOn(telegram, address, [CountPlugin]))();
  const users = Array.from({ length: 12 }, (__, index) => telegram.user({ firstName: `User ${index}` }));
  const sent = new Map<User, number>();
  const answered = new Map<User, number>();
  let talking = true;
  const talks = users.map(async (user) => {
    for (let count = 1; talking; count++) {
      sent.set(user, count);
      await user.send("one more");
      await see(user).toSee(`That makes ${count}.`, { within: 20_000 });
      answered.set(user, count);
    }
  });
  await using beside = await opened(address);
  await using desk = await Desk.set(address);
  for (let round = 0; round < 4; round++) {
    const before = new Map(answered);
    const file = join(directory, `${round}.sqlite`);
    expect(await once(desk.begin("backup", file), "close")).toEqual([0, null]);
    const latest = new Map(sent);
    await using copy = await opened(`sqlite:${file}`);
    const accounts = await accountsIn(copy.backend);
    for (const user of users) {
      const { counted = 0, waiting = 0 } = accounts.get(user.id) ?? {};
      expect(counted + waiting).toBeGreaterThanOrEqual(before.get(user) ?? 0);
      expect(counted + waiting).toBeLessThanOrEqual(latest.get(user) ?? 0);
    }
  }
  talking = false;
  await Promise.all(talks);
  for (const user of users) {
    // An answer goes out before its commit.
    const counted = async () => (await openSessions(beside.backend).read(user.id))?.turnCount;
    await expect.poll(counted).toBe(sent.get(user));
    expect(sent.get(user)).toBeGreaterThan(3);
  }
  telegram.assertSound();
}

describe("beside a bot that twelve people talk to at once, backups are sound and harm nobody", () => {
  test("on SQLite", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "under-load-"));
    await backUpUnderLoad(`sqlite:${join(directory.path, "bot_data.sqlite")}`, directory.path);
  });

  test.runIf(isRedisInstalled() || process.env.HOLDFAST_REQUIRE_ALL === "1")("on Redis", async () => {
    if (!isRedisInstalled()) throw new Error(HOW_TO_GET_REDIS);
    await using directory = await mkdtempDisposable(join(tmpdir(), "under-load-"));
    await using redis = await RedisProcess.start();
    await backUpUnderLoad(redis.url, directory.path);
  });
});

test("a bot on a restored store goes on as at the backup, and unfinished work waits for its button", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "restored-"));
  const address = `sqlite:${join(directory.path, "bot_data.sqlite")}`;
  await using telegram = await startTelegram();
  const start = await stageOn(telegram, address, builtInPlugins);
  const alice = telegram.user({ firstName: "Alice" });
  const bob = telegram.user({ firstName: "Bob" });
  const file = join(directory.path, "kept.sqlite");
  let id = "";
  {
    await using _ = await start();
    await bob.send("Hello");
    await see(bob).toSee("Hello", { within: 5_000 });
    await alice.send("One");
    await see(alice).toSee("One", { within: 5_000 });
    await alice.send("slow 60s");
    await using beside = await opened(address);
    await expect
      .poll(async () => (await openSessions(beside.backend).read(alice.id))?.turns.map(({ state }) => state))
      .toEqual(["running"]);
    id = (await openSessions(beside.backend).read(alice.id))?.id ?? "";
    await beside.backend.backup({ file });
    await alice.send("/clear");
    await see(alice).toSee(`Previous session: ${id}`, { within: 5_000 });
    await bob.send("Forget this");
    await see(bob).toSee("Forget this", { within: 5_000 });
  }
  {
    await using backup = await readBackup(file);
    expect(backup.content).toMatchObject({ sessions: 2, interrupted: 1 });
    await backup.restoreTo(address);
  }
  await using _ = await start();
  await see(alice).toSeeNothing();
  await alice.send("/status");
  await see(alice).toSee(new RegExp(`Session ID: ${id}[^]*Turn Count: 2`), { within: 5_000 });
  await bob.send("/status");
  await see(bob).toSee("Turn Count: 1", { within: 5_000 });
  await alice.send("Three");
  await see(alice).toSee("An interrupted one holds them up", { within: 5_000 });
  await alice.press("🗑️ Discard");
  await see(alice).toSee("Three", { within: 5_000 });
});
