import { mkdir, mkdtempDisposable } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createClient } from "@keyv/redis";
import { type BotAccount, BotProcess, type FakeTelegram, freePort, startTelegram } from "#harness";
import { RedisProcess } from "#stores/testing";
import { BotStore } from "../../acceptance/stage/bot-store.ts";
import type { Column } from "../../acceptance/stage/column.ts";
import { environmentFor } from "../../acceptance/stage/environment.ts";
import { HOLDFAST, runHoldfast } from "../../acceptance/stage/holdfast-command.ts";
import { Talker } from "../../acceptance/stage/talker.ts";
import { RedisGate } from "./gates/redis-gate.ts";
import { SqliteGate } from "./gates/sqlite-gate.ts";
import type { StoreGate } from "./gates/store-gate.ts";

/** A Telegram with people in it, the real bot, its store, and what stands between the two. */
export interface CrashStage extends AsyncDisposable {
  readonly column: Column;
  readonly telegram: FakeTelegram;
  readonly account: BotAccount;
  readonly bot: BotProcess;
  readonly store: BotStore;
  readonly gate: StoreGate;
  readonly talkers: readonly Talker[];
  /** The bot is known to be dead: the next one need not wait for its lease to run out. */
  forgetOwner(): Promise<void>;
  /** What `holdfast inbox list` says. */
  inboxList(): Promise<string>;
}

/** Counts a turn and replies at once. */
const DICE = join(
  dirname(createRequire(import.meta.url).resolve("holdfast/package.json")),
  "dist/apps/example/dice.js",
);

/** Sets the stage; the bot is not yet started. */
export async function crashStage(column: Column, users: number): Promise<CrashStage> {
  await using made = new AsyncDisposableStack();
  const directory = made.use(await mkdtempDisposable(`${tmpdir()}/crash-`)).path;
  const telegram = made.use(await startTelegram());
  const redis = column.store === "redis" ? made.use(await RedisProcess.start()) : undefined;
  const sessions = join(directory, "sessions");
  await mkdir(sessions, { mode: 0o700 });
  const store = new BotStore(redis?.url ?? `sqlite:${join(sessions, "bot_data.sqlite")}`, sessions);
  const port = await freePort();
  const account = telegram.bot({ username: "holdfast_bot", idleProbe: `http://127.0.0.1:${port}/healthz` });

  const sqlite = new SqliteGate(directory);
  const gate = redis ? made.use(await RedisGate.before(redis.port)) : sqlite;
  const [node, bin] = HOLDFAST;
  const situation = { column, token: account.token, apiRoot: telegram.apiRoot, port };
  const bot = made.use(
    new BotProcess({
      telegram,
      account,
      command: [node, ...(redis ? [] : sqlite.arguments), bin, "start"],
      env: {
        ...environmentFor({ ...situation, redisUrl: gate instanceof RedisGate ? gate.url : undefined }),
        PLUGINS: DICE,
        ECHO_DELAY: "25",
        LOG_LEVEL: "warn",
      },
      cwd: directory,
    }),
  );
  const people = Array.from({ length: users }, (_, index) => telegram.user({ firstName: `User${index + 1}` }));
  await store.open(async (all) => {
    // A compaction would begin the count anew.
    for (const { id } of people) await all.update(id, (session) => session.setPreferences({ autoCompact: false }));
  });
  const talkers = people.map((user) => new Talker(user, telegram.canaries.plant(user, `secret of ${user.id}`)));

  const own = made.move();
  return {
    column,
    telegram,
    account,
    bot,
    store,
    gate,
    talkers,
    forgetOwner: () => (redis ? dropLease(redis.url) : Promise.resolve()),
    async inboxList() {
      const env = environmentFor({ ...situation, redisUrl: redis?.url });
      return (await runHoldfast(["inbox", "list"], { cwd: directory, env })).output;
    },
    [Symbol.asyncDispose]: () => own.disposeAsync(),
  };
}

async function dropLease(url: string): Promise<void> {
  const client = createClient({ url });
  await client.connect();
  await client.del("holdfast:owner").finally(() => client.close());
}
