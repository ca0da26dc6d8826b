import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect as assert, test } from "vitest";
import { BotProcess, expect, freePort, startTelegram } from "#harness";

const program = join(import.meta.dirname, "../../dist/plugins/reminders/reminders-bot.fixture.js");
const within = { within: 10_000 };
const HOUR = "3600000";

async function setStage() {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "reminders-")));
  const telegram = stack.use(await startTelegram());
  const port = String(await freePort());
  const account = telegram.bot({ username: "reminders_bot", idleProbe: `http://127.0.0.1:${port}/healthz` });
  const alice = telegram.user({ firstName: "Alice" });
  const env = {
    TELEGRAM_TOKEN: account.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    PORT: port,
    FILE: join(directory.path, "bot_data.sqlite"),
  };
  const command = [process.execPath, program] as const;
  const all = stack.move();
  /** One life of the bot, under these circumstances. */
  const life = async (circumstances: Record<string, string> = {}) => {
    const bot = new BotProcess({ telegram, account, command, env: { ...env, ...circumstances } });
    all.use(bot);
    await bot.start();
    return bot;
  };
  const teas = () => alice.messages().filter(({ text }) => text?.startsWith("⏰ tea")).length;
  return { telegram, alice, life, teas, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

test("a reminder survives kill -9, is sent at the next start, and only once", async () => {
  await using stage = await setStage();
  const { alice, life, teas } = stage;
  const first = await life();
  await alice.send("/remind 20m tea");
  await expect(alice).toSee("I will remind you");
  await first.kill();

  const second = await life({ CLOCK_AHEAD: HOUR });
  await expect(alice).toSee(/^⏰ tea\n\n\(\d\d min late: I was away\.\)$/, within);
  await second.stop();

  const third = await life({ CLOCK_AHEAD: HOUR });
  await expect(alice).toSeeNothing();
  assert(teas()).toBe(1);
  await third.stop();
  stage.telegram.assertSound();
});

test("a kill in the moment between sending and noting is what sends it twice", async () => {
  await using stage = await setStage();
  const { alice, life, teas } = stage;
  const first = await life();
  await alice.send("/remind 20m tea");
  await expect(alice).toSee("I will remind you");
  await first.stop();

  const second = await life({ CLOCK_AHEAD: HOUR, NOTES_NOTHING: "true" });
  await expect(alice).toSee(/^⏰ tea/, within);
  await second.kill();

  const third = await life({ CLOCK_AHEAD: HOUR });
  await expect(alice).toSee(/^⏰ tea/, within);
  await third.stop();
  assert(teas()).toBe(2);
});
