import { mkdir, mkdtempDisposable } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createClient } from "@keyv/redis";
import type { Session } from "#core";
import { type BotAccount, BotProcess, type FakeTelegram, freePort, startTelegram, type User } from "#harness";
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
  /** From now on each message of this user has their conversation compacted first. */
  compactEveryTurn(talker: Talker): Promise<void>;
  /** Nor ever were: the turn count is what it would be. */
  compactNoMore(talker: Talker): Promise<void>;
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
        TRANSCRIBER: "command:cat",
        LOG_LEVEL: "warn",
      },
      cwd: directory,
    }),
  );
  const people = Array.from({ length: users }, (_, index) => telegram.user({ firstName: `User${index + 1}` }));
  const change = (users: readonly User[], how: (session: Session) => void) =>
    store.open(async (all) => {
      for (const { id } of users) await all.update(id, how);
    });
  // A compaction begins the count anew.
  await change(people, (session) => session.setPreferences({ autoCompact: false }));
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
    compactEveryTurn: ({ user }) =>
      change([user], (session) => session.setPreferences({ autoCompact: true, maxTurnsBeforeCompact: 1 })),
    compactNoMore: ({ user, sent }) =>
      change([user], (session) => {
        session.setPreferences({ autoCompact: false });
        while (session.turnCount < sent) session.countTurn();
      }),
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
