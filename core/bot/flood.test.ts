import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { BotProcess, type FakeTelegram, freePort, expect as see, startTelegram, type User } from "#harness";

/** How many messages one user has waiting: 10,000 takes a minute, so it is asked for by hand. */
const FLOOD = Number(process.env.FLOOD ?? 1_200);
/** Telegram gives a hundred at a time: while those before another's are fetched, some are answered. */
const FEW = 50 + FLOOD / 20;
const PATIENCE_MS = 20_000 + FLOOD * 20;
const timeout = 3 * PATIENCE_MS;
const program = join(import.meta.dirname, "../../dist/core/testing/flood-bot.fixture.js");

interface Options {
  readonly updates: "polling" | "webhook";
  readonly perUser?: number;
  readonly inAll?: number;
}

async function setFlood({ updates, perUser, inAll }: Options) {
  const directory = await mkdtempDisposable(join(tmpdir(), "flood-"));
  const telegram = await startTelegram();
  const port = await freePort();
  const account = telegram.bot({ username: "flood_bot", idleProbe: `http://127.0.0.1:${port}/healthz` });
  const bot = new BotProcess({
    telegram,
    account,
    command: [process.execPath, program],
    env: {
      TELEGRAM_TOKEN: account.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      PORT: String(port),
      STORE: `sqlite:${join(directory.path, "bot.sqlite")}`,
      ...(updates === "webhook" && { WEBHOOK_URL: `http://127.0.0.1:${port}/updates` }),
      ...(perUser && { PER_USER: String(perUser) }),
      ...(inAll && { IN_ALL: String(inAll) }),
    },
  });
  return {
    telegram,
    bot,
    mallory: telegram.user({ firstName: "Mallory" }),
    bob: telegram.user({ firstName: "Bob" }),
    async [Symbol.asyncDispose]() {
      await bot.kill();
      await telegram[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
      telegram.assertSound();
    },
  };
}

/** Sends so many messages, each its number. */
async function flood(user: User, count: number) {
  for (let number = 1; number <= count; number++) await user.send(`${number}`);
}

const said = (user: User) => user.messages().flatMap(({ from, text }) => (from?.is_bot ? (text ?? "") : []));

/** How many answers went to one user before the other's last. */
function answersBefore(telegram: FakeTelegram, one: User, other: User): number {
  const chats = telegram.calls.of("sendMessage").map((call) => call.arguments.integer("chat_id"));
  return chats.slice(0, chats.lastIndexOf(other.id)).filter((id) => id === one.id).length;
}

describe.each(["polling", "webhook"] as const)("by %s, one user's thousands of messages", (updates) => {
  test("delay another's by a few, at a restart too, and are all counted in their order", { timeout }, async () => {
    await using stage = await setFlood({ updates, perUser: FLOOD, inAll: 2 * FLOOD });
    const { telegram, bot, mallory, bob } = stage;
    await flood(mallory, FLOOD);
    await bob.send("hello");
    await bot.start();
    await see(bob).toSee("1: hello", { within: PATIENCE_MS });
    expect(answersBefore(telegram, mallory, bob)).toBeLessThan(FEW);

    await bot.kill();
    await bob.send("again");
    const before = said(mallory).length;
    await bot.start();
    await see(bob).toSee("2: again", { within: PATIENCE_MS });
    expect(answersBefore(telegram, mallory, bob) - before).toBeLessThan(FEW);

    await see(mallory).toSee(`${FLOOD}: ${FLOOD}`, { within: PATIENCE_MS });
    // The kill may have come between an answer and its commit: then it was said again.
    const answers = said(mallory);
    const once = answers.filter((answer, index) => answer !== answers[index - 1]);
    expect(once).toEqual(Array.from({ length: FLOOD }, (_, index) => `${index + 1}: ${index + 1}`));
    expect(answers.length - once.length).toBeLessThanOrEqual(1);
  });
});

test("beyond a user's limit, what was handled and what was said to be missed is all there was, killed or not", {
  timeout,
}, async () => {
  await using stage = await setFlood({ updates: "polling", perUser: 500 });
  const { bot, mallory } = stage;
  await flood(mallory, FLOOD);
  await bot.start();
  await see(mallory).toSee("✋ 500 of your messages are waiting", { within: PATIENCE_MS });
  await bot.kill();
  await bot.start();
  const handled = () => new Set(wordsIn(mallory, /^\d+: (\d+)$/)).size;
  const missed = () => wordsIn(mallory, /; (\d+) that came meanwhile/).map(Number);
  const accounted = () => handled() + missed().reduce((sum, count) => sum + count, 0);
  await vi.waitFor(() => expect(accounted()).toBe(FLOOD), PATIENCE_MS);
  // Each time half of the limit was handled before it could be reached again; what was just being refused when there
  // was room again is told by itself.
  expect(missed().length).toBeLessThanOrEqual(2 + (2 * handled()) / 250);
  expect(wordsIn(mallory, /^(✋)/).length).toBeLessThanOrEqual(missed().length + 1);
});

/** What the pattern's group found in each answer that a user got. */
function wordsIn(user: User, pattern: RegExp): string[] {
  return said(user).flatMap((text) => pattern.exec(text)?.[1] ?? []);
}
