import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { newSessionId, type SessionStore } from "#core";
import { expect, type User } from "#harness";
import type { BotStore } from "../stage/bot-store.ts";
import { scenario } from "./scenario.ts";
import { ask, statusOf } from "./status.ts";

const USERS = 100;
const ROUNDS = 400;
const MOST_MS = 100;
const MOST_BYTES = 10 * 1024;

scenario("Session load and save take less than 100 ms, and a user less than 10 KB", async (stage) => {
  const { telegram, alice, bot, store, column, note } = stage;
  const users = Array.from({ length: USERS }, (_, index) => telegram.user({ firstName: `User${index + 1}` }));
  await Promise.all(users.map(becomeTypical));

  const { load, save } = await store.open((sessions) => measure(sessions, users));
  assert.ok(load.median < MOST_MS, `load ${load.median} ms`);
  assert.ok(save.median < MOST_MS, `save ${save.median} ms`);
  note(`load: ${inWords(load)}, over ${ROUNDS} reads`);
  note(`save: ${inWords(save)}, over ${ROUNDS} commits`);
  note(`seen by a user: /status answered in ${inWords(await answerTimes(alice))}`);

  await bot.stop();
  const sizes = (await sizesIn(store)).toSorted((one, other) => one - other);
  const largest = sizes.at(-1) ?? Number.NaN;
  assert.ok(largest < MOST_BYTES, `${largest} bytes`);
  note(`bytes per user: ${sizes[sizes.length >> 1]} median, ${largest} at most, of ${sizes.length} users`);
  if (column.store !== "sqlite") return;
  const { size } = await stat(store.file);
  assert.ok(size < 1024 * 1024, `${size} bytes for ${USERS} users`);
  note(`sessions/bot_data.sqlite: ${Math.round(size / 1024)} KB with ${USERS} users`);
});

/** With a few turns behind them and a dialogue about preferences left open. */
async function becomeTypical(user: User): Promise<void> {
  await user.send("/start");
  await expect(user).toSee("👋 Hello", { within: 20_000 });
  for (const text of ["Please write a function that adds two numbers.", "Now add a test."]) await ask(user, text);
  await user.send("/preferences");
  await user.press("show_transcription: true");
}

async function measure(sessions: SessionStore, users: readonly User[]) {
  const load: number[] = [];
  const save: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { id } = users[round % users.length]!;
    load.push(await timed(() => sessions.read(id)));
    save.push(await timed(() => sessions.update(id, (session) => session.touch(Date.now()))));
  }
  return { load: summary(load), save: summary(save) };
}

async function answerTimes(user: User) {
  const times: number[] = [];
  for (let round = 0; round < 100; round++) times.push(await timed(() => statusOf(user)));
  return summary(times);
}

async function sizesIn(store: BotStore): Promise<number[]> {
  const readings = [...(await store.readings()).values()];
  return readings.map((reading) => (reading.state === "found" ? reading.bytes : Number.NaN));
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await task();
  return performance.now() - begun;
}

function summary(times: readonly number[]) {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { median: at(0.5), high: at(0.99) };
}

const inWords = ({ median, high }: ReturnType<typeof summary>) =>
  `${median.toFixed(2)} ms median, ${high.toFixed(2)} ms at the 99th percentile`;

const CROWD = 5_000;

scenario(
  "The bot does not become slow with many sessions",
  { on: "polling" },
  async ({ alice, bob, bot, store, note }) => {
    await ask(alice, "one");
    const few = await store.open((sessions) => measure(sessions, [alice]));
    await store.open(async (sessions) => {
      for (let first = 0; first < CROWD; first += 250) {
        await Promise.all(Array.from({ length: 250 }, (_, offset) => moveIn(sessions, 5_000_000 + first + offset)));
      }
    });
    await bot.stop();
    const startMs = await timed(() => bot.start());
    await ask(bob, "one");
    const many = await store.open((sessions) => measure(sessions, [alice]));
    assert.ok(many.load.median < MOST_MS && many.save.median < MOST_MS);
    note(`load ${few.load.median.toFixed(2)} → ${many.load.median.toFixed(2)} ms with ${CROWD} more users`);
    note(
      `save ${few.save.median.toFixed(2)} → ${many.save.median.toFixed(2)} ms; the bot starts in ${Math.round(startMs)} ms`,
    );
  },
);

const moveIn = (sessions: SessionStore, userId: number) => {
  const id = newSessionId(userId);
  return sessions.update(userId, (session) => {
    session.begin(id);
    session.touch(Date.now());
  });
};

scenario("A session does not grow with the conversation", async ({ alice, store, note }) => {
  const early = await talkAtLength(alice, store, 15);
  const late = await talkAtLength(alice, store, 60);
  assert.ok(late.bytes <= early.bytes + 16, `${early.bytes} → ${late.bytes} bytes`);
  assert.equal(late.keys, early.keys);
  note(`${early.bytes} bytes after 15 turns, ${late.bytes} after 75; ${late.keys} keys in the store both times`);
});

async function talkAtLength(user: User, store: BotStore, turns: number) {
  for (let turn = 0; turn < turns; turn++)
    await ask(user, `turn ${turn} of ${turns}, ${"many words ".repeat(20)}indeed`);
  await expect(user).toSeeNothing();
  const reading = (await store.readings()).get(user.id);
  assert.equal(reading?.state, "found");
  const keys = [...(await store.contents()).keys()];
  // What the latest turn was asked and answered may be about to go.
  return { bytes: reading.bytes, keys: keys.filter((key) => !/^(prompt|answer):/.test(key)).length };
}
