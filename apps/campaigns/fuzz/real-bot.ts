import assert from "node:assert/strict";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { BotProcess, expect, freePort, startTelegram } from "#harness";
import { sqliteBackend } from "#stores";
import { POLLING_SQLITE } from "../../acceptance/stage/column.ts";
import { environmentFor } from "../../acceptance/stage/environment.ts";
import { HOLDFAST } from "../../acceptance/stage/holdfast-command.ts";
import {
  type Case,
  type CaseOutcome,
  judge,
  type Line,
  layOut,
  logInto,
  NEWCOMER,
  NOTHING,
  patiently,
  readAll,
} from "./case.ts";
import { latestOf } from "./whereabouts.ts";

/** As `play`, with the real bot: it has to start on what is left, answer, and end well; then the store is judged. */
export async function playWithBot(it: Case): Promise<CaseOutcome> {
  await using directory = await mkdtempDisposable(`${tmpdir()}/fuzz-bot-`);
  await using telegram = await startTelegram();
  const harmed = it.harm.apply(it.store, it.random);
  const file = await layOut(directory.path, it, harmed);
  const port = await freePort();
  const account = telegram.bot({ username: "holdfast_bot", idleProbe: `http://127.0.0.1:${port}/healthz` });
  const situation = {
    column: POLLING_SQLITE,
    token: account.token,
    apiRoot: telegram.apiRoot,
    port,
    redisUrl: undefined,
  };
  await using bot = new BotProcess({
    telegram,
    account,
    command: [...HOLDFAST, "start"],
    env: environmentFor(situation),
    cwd: directory.path,
  });
  try {
    await bot.start();
    const newcomer = telegram.user({ id: NEWCOMER, firstName: "Nina" });
    await newcomer.send("Are you there?");
    await expect(newcomer).toSee(": Are you there?", { within: ANSWERS_WITHIN_MS });
    await newcomer.send("/status");
    const [, count] = await expect(newcomer).toSee(/Turn Count: (\d+)/, { within: ANSWERS_WITHIN_MS });
    assert.equal(count, "1");
    await bot.stop();
  } catch (error) {
    return { ...NOTHING, sessions: latestOf(it.store).size, wrongs: [`the bot: ${String(error)}\n${bot.output}`] };
  }
  const backend = sqliteBackend({ file });
  try {
    const lines = linesOf(bot.output);
    // What the bot has not come across is met only now, and what it has written since is no longer as it was.
    const isSame = (one: string, other: string) => fillerOf(one) === fillerOf(other);
    const later: Line[] = [];
    const found = await patiently(backend, logInto(later), () => readAll(backend, it.store));
    return await judge({ ...it, isSame }, harmed, file, found, [...lines, ...later]);
  } catch (error) {
    return { ...NOTHING, sessions: latestOf(it.store).size, wrongs: [`after the bot: ${String(error)}`] };
  } finally {
    await backend.close();
  }
}

/** Every version has its own; the turns it had may have been carried out meanwhile. */
const fillerOf = (stored: string) =>
  (JSON.parse(stored) as { plugins?: { filler?: { data?: unknown } } }).plugins?.filler?.data;

const linesOf = (output: string): Line[] =>
  output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    .map((fields) => ({ event: String(fields.msg), fields }));

const ANSWERS_WITHIN_MS = 20_000;
