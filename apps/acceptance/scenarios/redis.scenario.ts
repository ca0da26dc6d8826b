import assert from "node:assert/strict";
import { expect } from "#harness";
import { type RedisProcess, TcpProxy } from "#stores/testing";
import { eventually } from "./eventually.ts";
import { AWAY, linesOf, sitOut } from "./outage.ts";
import { scenario } from "./scenario.ts";
import { ask, statusOf } from "./status.ts";

/** Keeps its data over a kill of its own, down to the last write that it confirmed. */
const lasting = { on: "redis", redis: ["--appendonly", "yes", "--appendfsync", "always"] } as const;

const outages: Record<
  string,
  { begin(redis: RedisProcess): unknown; end(redis: RedisProcess): unknown; said: RegExp; lastsMs?: number }
> = {
  "was killed and starts again with its data": {
    begin: (redis) => redis.kill(),
    end: (redis) => redis.start(),
    // As long as the kernel tidies up behind it, a new connection is taken, and dropped.
    said: /did not answer \((?:connect ECONNREFUSED|read ECONNRESET)/,
  },
  "fell silent for longer than the lease": {
    begin: (redis) => redis.freeze(),
    end: (redis) => redis.thaw(),
    lastsMs: 8_000,
    said: /did not answer \(no answer within 2000 ms\)/,
  },
  "became a read-only replica": {
    // Of a primary that is not there, whose data would otherwise replace its own.
    begin: (redis) => redis.command("REPLICAOF", "127.0.0.1", "1"),
    end: (redis) => redis.command("REPLICAOF", "NO", "ONE"),
    said: /is a read-only replica/,
  },
  "has no memory left": {
    begin: (redis) => redis.command("CONFIG", "SET", "maxmemory", "1"),
    end: (redis) => redis.command("CONFIG", "SET", "maxmemory", "0"),
    said: /has no memory left/,
  },
  "lacks the replicas it is told to have": {
    begin: (redis) => redis.command("CONFIG", "SET", "min-replicas-to-write", "1"),
    end: (redis) => redis.command("CONFIG", "SET", "min-replicas-to-write", "0"),
    said: /refuses writes because it has too few replicas/,
  },
};

for (const [what, { begin, end, said, ...lasts }] of Object.entries(outages)) {
  scenario(`Redis ${what}: users are told once, answered afterwards, nothing is lost`, lasting, async (stage) => {
    const { redis } = stage;
    assert.ok(redis);
    await sitOut(stage, { begin: () => begin(redis), end: () => end(redis), said: [said], ...lasts });
  });
}

const withUser = {
  on: "redis",
  redis: ["--user", "bot", "on", ">first", "~*", "&*", "+@all"],
  started: false,
} as const;

scenario(
  "Redis changed the password under the running bot: the log says so, and it goes on when it is put right",
  withUser,
  async (stage) => {
    const { redis, anotherBot } = stage;
    assert.ok(redis);
    await using bot = anotherBot({ SESSION_STORE: redis.url.replace("://", "://bot:first@") });
    await bot.start();
    const begin = async () => {
      await redis.command("ACL", "SETUSER", "bot", "resetpass", ">second");
      await redis.command("CLIENT", "KILL", "USER", "bot");
    };
    const end = () => redis.command("ACL", "SETUSER", "bot", ">first");
    const said = [/did not accept user and password/];
    await sitOut(stage, { begin, end, said }, bot);
  },
);

scenario("Redis wants another password at the start: one clear line, exit 1", withUser, async (stage) => {
  const { redis, holdfast, note } = stage;
  assert.ok(redis);
  const wrong = redis.url.replace("://", "://bot:hunter2@");
  const { code, output } = await holdfast(["start"], { env: { SESSION_STORE: wrong } });
  assert.equal(code, 1, output);
  assert.ok(!output.includes("hunter2"), output);
  const said = output.split("\n").filter((line) => !line.startsWith('{"level":"'));
  assert.deepEqual(said.length, 1, output);
  assert.match(said[0] ?? "", /^Redis at \S+ did not accept user and password\. .+$/);
  note(said[0] ?? "");
});

scenario(
  "Redis answers slowly: within its time a bot is slower, beyond it the store is away",
  { on: "redis", started: false },
  async (stage) => {
    const { alice, redis, anotherBot, note } = stage;
    assert.ok(redis);
    await using network = await TcpProxy.to(redis.port);
    await using bot = anotherBot({ SESSION_STORE: `redis://127.0.0.1:${network.port}` });
    await bot.start({ until: /"started"/ });
    const linesBefore = linesOf(bot).length;
    network.delayMs = 1_200;
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 0", { within: 15_000 });
    assert.deepEqual(linesOf(bot).slice(linesBefore), [], "1.2 s for each answer is no outage");
    note("1.2 s for each answer: slower, and not a word");

    network.delayMs = 0;
    const said = [/did not answer \(no answer within 2000 ms\)/];
    const begin = () => {
      network.delayMs = 3_000;
    };
    const end = () => {
      network.delayMs = 0;
    };
    await sitOut(stage, { begin, end, said }, bot);
  },
);

scenario(
  "A Redis that comes back empty is not taken for one full of new users",
  { on: "polling · redis" },
  async (stage) => {
    const { alice, bot, redis, store, note } = stage;
    await ask(alice, "one");
    assert.ok(redis);
    await redis.kill();
    await redis.start();

    await alice.send("two");
    await expect(alice).toSee(AWAY, { within: 15_000 });
    await eventually(() => bot.output.match(/its birth record is gone/));
    assert.equal((await store.readings()).size, 0);

    await bot.restart();
    await expect(alice).toSee(/: two$/, { within: 15_000 });
    assert.equal((await statusOf(alice)).turnCount, 1);
    note("Alice was told and kept waiting, not greeted as new; the operator restarted the bot, which began anew");
  },
);
