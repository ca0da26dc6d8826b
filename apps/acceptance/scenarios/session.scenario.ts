import assert from "node:assert/strict";
import { expect } from "#harness";
import { scenario } from "./scenario.ts";
import { ask, SESSION_ID, statusOf } from "./status.ts";

scenario("Test 1: a new session is created for first-time users", async ({ alice, note }) => {
  await alice.send("/start");
  await expect(alice).toSee("Session Status: new");
  const status = await statusOf(alice);
  assert.equal(status.text.split("\n").slice(0, 2).join("\n"), "📊 Current Status\n━━━━━━━━━━━━━━━━");
  assert.match(status.sessionId, SESSION_ID);
  assert.equal(status.userId, String(alice.id));
  assert.equal(status.turnCount, 0);
  assert.equal(status.workspace, "/workspace");
  assert.match(status.lastActive, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  note(`${status.sessionId}, turn count 0, workspace ${status.workspace}, last active ${status.lastActive}`);
});

scenario("New users get initialized with default user data", async ({ alice, bot, store, note }) => {
  await alice.send("Hello, nice to meet you");
  await expect(alice).toSee(": Hello, nice to meet you");
  const { preferences } = await statusOf(alice);
  assert.deepEqual(preferences, {
    auto_compact: "true",
    show_transcription: "true",
    max_turns_before_compact: "20",
    show_usage: "false",
    confirm_transcription: "false",
  });
  const reading = (await store.readings()).get(alice.id);
  assert.equal(reading?.state, "found");
  const { id, turnCount, lastActive, workspacePath, preferences: stored } = reading.session;
  assert.match(id ?? "", SESSION_ID);
  assert.equal(turnCount, 1);
  assert.ok(Date.parse(lastActive ?? "") > 0);
  assert.equal(workspacePath, "/workspace");
  assert.deepEqual(stored, {
    autoCompact: true,
    showTranscription: true,
    maxTurnsBeforeCompact: 20,
    showUsage: false,
    confirmTranscription: false,
  });
  const all = [...(await store.contents())].flat().join("\n");
  assert.ok(!all.includes(bot.account.token), "the token is in the store");
  note(
    `stored: claudeSessionId ${id}, turnCount 1, lastActive ${lastActive}, preferences ${JSON.stringify(stored)}; no token`,
  );
});

scenario("Test 4: /clear resets the session and names the old one", async ({ alice, note }) => {
  await alice.send("/start");
  await ask(alice, "one");
  const before = await statusOf(alice);
  assert.equal(before.turnCount, 1);

  await alice.send("/clear");
  const { message } = await expect(alice).toSee("🗑️ Conversation history cleared!");
  assert.equal(
    message.text,
    `🗑️ Conversation history cleared!\n\nPrevious session: ${before.sessionId}\nStarting fresh on next message.`,
  );

  const after = await statusOf(alice);
  assert.equal(after.sessionId, "No active session");
  assert.equal(after.turnCount, 0);

  await ask(alice, "two");
  const fresh = await statusOf(alice);
  assert.match(fresh.sessionId, SESSION_ID);
  assert.notEqual(fresh.sessionId, before.sessionId);
  note(`${before.sessionId} named and reset to none, turn count 1 → 0, the next message began ${fresh.sessionId}`);
});

scenario("Test 5: the turn count increments, 0 → 1 → 2 → 3, also across restarts", async ({ alice, bot, note }) => {
  await alice.send("/start");
  const counts = [(await statusOf(alice)).turnCount];
  for (const text of ["one", "two"]) {
    await ask(alice, text);
    counts.push((await statusOf(alice)).turnCount);
  }
  await bot.restart();
  assert.equal((await statusOf(alice)).turnCount, 2);
  await ask(alice, "three");
  counts.push((await statusOf(alice)).turnCount);
  await bot.kill();
  await bot.start();
  assert.equal((await statusOf(alice)).turnCount, 3);
  assert.deepEqual(counts, [0, 1, 2, 3]);
  note(`${counts.join(" → ")} by real turns; restarted after 2, killed after 3`);
});

scenario("/status shows the session and leaves it as it is", async ({ alice, store, note }) => {
  const unknown = await statusOf(alice);
  assert.equal(unknown.sessionId, "No active session");
  assert.equal(unknown.turnCount, 0);
  assert.equal(unknown.lastActive, "Never");
  assert.equal((await store.readings()).size, 0);

  await ask(alice, "one");
  const first = await statusOf(alice);
  const second = await statusOf(alice);
  assert.equal(second.text, first.text);
  note("nothing stored by a stranger's /status; two in a row read the same, last active included");
});
