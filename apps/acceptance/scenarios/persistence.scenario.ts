import assert from "node:assert/strict";
import { cp, rm, stat } from "node:fs/promises";
import { expect } from "#harness";
import { scenario } from "./scenario.ts";
import { ask, statusOf } from "./status.ts";

scenario("Test 2: session data persists when the bot restarts", async ({ alice, bot, store, column, note }) => {
  await alice.send("/start");
  await ask(alice, "one");
  const before = await statusOf(alice);

  assert.equal(await bot.stop("SIGINT"), 0);
  if (column.store === "sqlite") {
    const { size, mtime } = await stat(store.file);
    note(`sessions/bot_data.sqlite, ${size} bytes, modified ${mtime.toISOString()}`);
  } else {
    note(`${(await store.contents()).size} keys in Redis`);
  }
  await bot.start();

  const after = await statusOf(alice);
  assert.equal(after.sessionId, before.sessionId);
  assert.equal(after.turnCount, before.turnCount);
  assert.equal(after.lastActive, before.lastActive);
  assert.deepEqual(after.preferences, before.preferences);
  note(`${after.sessionId}, turn count ${after.turnCount}, last active ${after.lastActive}: before and after`);
});

scenario("A session survives kill -9, and so does what was sent meanwhile", async ({ alice, bob, bot, note }) => {
  await ask(alice, "My cat is called Ada.");
  const before = await statusOf(alice);
  await bot.kill();

  await alice.send("Are you there?");
  await bob.send("Anybody?");
  await bot.start();

  await expect(alice).toSee(": Are you there?", { within: 10_000 });
  await expect(bob).toSee(": Anybody?", { within: 10_000 });
  const after = await statusOf(alice);
  assert.equal(after.sessionId, before.sessionId);
  assert.equal(after.turnCount, 2);
  note(`${after.sessionId} before and after; two messages of the dead time answered`);
});

scenario("A restart in the middle of the /preferences dialogue is not noticed", async ({ alice, bot, note }) => {
  await alice.send("/start");
  await alice.send("/preferences");
  await alice.press("auto_compact: true");
  await expect(alice).toSee("auto_compact: false");
  await bot.kill();
  await bot.start();

  await alice.press("max_turns_before_compact: 20");
  await expect(alice).toSee("Reply with a number from 1 to 500");
  await bot.restart();

  await alice.send("42");
  await expect(alice).toSee("max_turns_before_compact: 42");
  await bot.restart();

  await alice.press("✅ Done");
  const { preferences, turnCount } = await statusOf(alice);
  assert.deepEqual(preferences, {
    auto_compact: "false",
    show_transcription: "true",
    max_turns_before_compact: "42",
    show_usage: "false",
    confirm_transcription: "false",
  });
  assert.equal(turnCount, 0);
  note("killed at the buttons, restarted at the question and before Done: 42 arrived as the answer, not as a turn");
});

const onSqlite = { on: "polling · sqlite" } as const;
scenario("A backup that is restored shows the previous session in /status", onSqlite, async (stage) => {
  const { alice, bot, store, directory, note } = stage;
  await ask(alice, "one");
  const saved = await statusOf(alice);
  await bot.stop();
  await cp(store.directory, `${directory}/sessions_backup`, { recursive: true });
  await bot.start();
  await alice.send("/clear");
  await expect(alice).toSee("cleared");
  // Telegram would deliver once more what was not acknowledged, and the restored store would not know it.
  await expect(alice).toSeeNothing();
  await bot.stop();

  await rm(store.directory, { recursive: true });
  await cp(`${directory}/sessions_backup`, store.directory, { recursive: true });
  await bot.start();
  const restored = await statusOf(alice);
  assert.equal(restored.text, saved.text);
  note(`${restored.sessionId} is back after /clear`);
});
