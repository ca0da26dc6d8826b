import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "#harness";
import { envelopeOf } from "../stage/bot-store.ts";
import { soundness } from "../stage/soundness.ts";
import { eventually } from "./eventually.ts";
import { scenario } from "./scenario.ts";
import { ask, SESSION_ID, statusOf } from "./status.ts";

const onSqlite = { on: "polling · sqlite" } as const;

scenario("A missing store is created", onSqlite, async ({ alice, bot, store, note }) => {
  await ask(alice, "one");
  await bot.stop();
  await rm(store.directory, { recursive: true });
  await bot.start();
  await alice.send("/start");
  await expect(alice).toSee("Session Status: new");
  assert.match((await statusOf(alice)).sessionId, SESSION_ID);
  note(`sessions/ was removed while the bot was down; created anew: ${(await readdir(store.directory)).join(", ")}`);
});

scenario("A garbage store is set aside, said in the log, and the bot starts fresh", onSqlite, async (stage) => {
  const { alice, bot, store, note } = stage;
  await ask(alice, "one");
  await bot.stop();
  const garbage = randomBytes(50_000);
  await writeFile(store.file, garbage);

  await bot.start();
  await alice.send("/start");
  await expect(alice).toSee("Session Status: new");
  const { sessionId } = await statusOf(alice);
  const kept = (await readdir(store.directory)).filter((name) => /^bot_data\.sqlite\.corrupt-[\dTZ-]+$/.test(name));
  assert.equal(kept.length, 1);
  assert.ok(garbage.equals(await readFile(join(store.directory, kept[0]!))), "the damaged file was kept as it was");
  const line = bot.output.split("\n").find((each) => each.includes('"level":"error"'));
  assert.match(line ?? "", /damaged store salvaged/);

  await bot.restart();
  assert.equal((await statusOf(alice)).sessionId, sessionId);
  assert.equal(bot.output.split("damaged store salvaged").length, 2, "said once");
  note(
    `50,000 random bytes kept as ${kept[0]}; log: "damaged store salvaged"; the bot runs, ${await soundness(stage)}`,
  );
});

scenario("A store that is deleted under the running bot is missed, not replaced", onSqlite, async (stage) => {
  const { alice, bob, store, directory, note } = stage;
  await ask(alice, "one");
  const before = await statusOf(alice);
  const elsewhere = join(directory, "elsewhere");
  await rename(store.directory, elsewhere);

  await alice.send("two");
  await bob.send("/start");
  for (const user of [alice, bob]) await expect(user).toSee("I can't reach my memory right now", { within: 10_000 });
  await rename(elsewhere, store.directory);

  await expect(alice).toSee(": two", { within: 10_000 });
  await expect(bob).toSee("Session Status: new", { within: 10_000 });
  const after = await statusOf(alice);
  assert.equal(after.sessionId, before.sessionId);
  assert.equal(after.turnCount, 2);
  note(`both were told once; with sessions/ back, both were answered and ${after.sessionId} went on`);
});

scenario(
  "A store damaged under the running bot is salvaged, and the bot goes on",
  { on: "sqlite", env: () => ({ ECHO_DELAY: "20" }) },
  async ({ telegram, alice, bob, bot, store, note }) => {
    const users = [
      alice,
      bob,
      ...Array.from({ length: 40 }, (_, index) => telegram.user({ firstName: `User${index}` })),
    ];
    await Promise.all(users.map((user) => ask(user, "one")));
    const before = await Promise.all(users.map((user) => statusOf(user)));
    // What the bot would still write of these sessions would write the page anew.
    await expect(alice).toSeeNothing();
    const harmed = damagePageOf(store.file, alice.id);
    await Promise.all(users.map((user) => user.send("two")));
    await Promise.all(users.map((user) => expect(user).toSee(": two", { within: 15_000 })));

    const after = await Promise.all(users.map((user) => statusOf(user)));
    const isLost = (index: number) => after[index]?.sessionId !== before[index]?.sessionId;
    for (const [index, user] of users.entries()) {
      const count = after[index]?.turnCount;
      if (!harmed.has(user.id)) assert.deepEqual([isLost(index), count], [false, 2], user.firstName);
      else if (isLost(index)) assert.equal(count, 1, user.firstName);
      // Saved in an earlier copy, that of before its first turn.
      else assert.ok(count === 1 || count === 2, `${user.firstName}: ${count}`);
    }
    // Who finds the store well again may be the look that is taken every 2 s.
    await eventually(() => bot.output.match(/store answered again/));
    const lines = bot.output
      .split("\n")
      .filter((line) => line.includes('"level":"error"') || line.includes("answered again"));
    const said = lines.map((line) => JSON.parse(line) as { msg: string; sessions?: number; lost?: number });
    assert.deepEqual(
      said.map(({ msg }) => msg),
      ["store became unavailable", "damaged store salvaged", "store answered again"],
    );
    const lost = users.filter((_, index) => isLost(index)).length;
    assert.deepEqual([said[1]?.sessions, said[1]?.lost], [users.length - lost, lost], "the log says what was lost");
    const told = users.filter((user) => user.messages().some(({ text }) => text?.includes("can't reach my memory")));
    note(`${harmed.size} of ${users.length} sessions lay on the page that was overwritten, the others counted 2 turns`);
    note(`${lost} of them were lost, as the log says`);
    note(`all answered; ${told.length} told once; said in the log: when it began, what was saved, when it was over`);
  },
);

scenario("A store that is damaged again and again ends the bot with one clear line", onSqlite, async (stage) => {
  const { alice, bot, store, note } = stage;
  await ask(alice, "one");
  const salvages = () => bot.output.split("damaged store salvaged").length - 1;
  for (let time = 1; time <= 3; time++) {
    await writeFile(`${store.file}.damaged`, "");
    await eventually(() => salvages() === time);
    await ask(alice, `still here ${time}`);
  }
  await writeFile(`${store.file}.damaged`, "");
  assert.equal(await bot.exit(), 1);
  const last = bot.output.trimEnd().split("\n").at(-1) ?? "";
  assert.match(last, /store was found damaged 4 times in ten minutes\. Check disk and memory/);

  await bot.start();
  assert.equal((await statusOf(alice)).turnCount, 4);
  note(`went on three times, and ended at the fourth: "${last}"; started again, nothing lost`);
});

/** Overwrites the page with the user's session, such that the bot looks there. @returns whose sessions lay there. */
function damagePageOf(file: string, userId: number): ReadonlySet<number> {
  const beside = new DatabaseSync(file);
  beside.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const leaves = beside.prepare("SELECT pgoffset FROM dbstat WHERE name = 'entries' AND pagetype = 'leaf'").all();
  const bytes = readFileSync(file);
  // By the page's list of cells: rows that have moved on are still to be read between them.
  const sessionsAt = (at: number) =>
    Array.from({ length: bytes.readUInt16BE(at + 3) }, (_, cell) => at + bytes.readUInt16BE(at + 8 + 2 * cell))
      .map((cell) => /^.{3,16}session:(\d+)\{/s.exec(bytes.toString("latin1", cell, cell + 64)))
      .flatMap((found) => (found ? [Number(found[1])] : []));
  const at = leaves.map(({ pgoffset }) => Number(pgoffset)).find((offset) => sessionsAt(offset).includes(userId));
  assert.ok(at, "a page has the user's session");
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, Buffer.alloc(PAGE_SIZE, 0xee), 0, PAGE_SIZE, at);
  // What another process has written makes the bot read its pages anew.
  beside.exec("UPDATE birth SET id = id");
  closeSync(descriptor);
  beside.close();
  return new Set(sessionsAt(at));
}

const PAGE_SIZE = 4096;

scenario(
  "A damaged session is set aside and its user told; the others go on",
  async ({ alice, bob, bot, store, note }) => {
    for (const user of [alice, bob]) await ask(user, "one");
    const before = await statusOf(bob);
    await store.write(alice.id, '{"format":1,"revision":3,"session":{"claudeSess');

    await alice.send("two");
    await expect(alice).toSee("Your stored session was damaged");
    await expect(alice).toSee(": two");
    assert.equal((await statusOf(alice)).turnCount, 1);
    assert.equal((await statusOf(bob)).text, before.text);
    const kept = [...(await store.contents()).keys()].filter((key) => key.startsWith(`quarantine:${alice.id}:`));
    assert.equal(kept.length, 1);
    assert.match(bot.output, /damaged session set aside/);
    note(`kept as ${kept[0]}, Alice told, Bob's session as before`);
  },
);

scenario("Missing user data fields are initialized with defaults", async ({ alice, store, note }) => {
  const id = `user_${alice.id}_0a1b2c3d`;
  await store.write(alice.id, envelopeOf({ claudeSessionId: id, preferences: { autoCompact: false } }));
  const status = await statusOf(alice);
  assert.equal(status.sessionId, id);
  assert.equal(status.turnCount, 0);
  assert.equal(status.workspace, "/workspace");
  assert.equal(status.lastActive, "Never");
  assert.deepEqual(status.preferences, {
    auto_compact: "false",
    show_transcription: "true",
    max_turns_before_compact: "20",
    show_usage: "false",
    confirm_transcription: "false",
  });
  await ask(alice, "one");
  assert.equal((await statusOf(alice)).turnCount, 1);
  note("stored: an id and one preference; the rest by default, what was there kept, and the next turn counted 1");
});

scenario("Invalid session IDs are handled gracefully", async ({ alice, bob, bot, store, note }) => {
  const preferences = { autoCompact: false, showTranscription: false, maxTurnsBeforeCompact: 99 };
  const rest = { turnCount: 7, workspacePath: "/somewhere", preferences };
  await store.write(alice.id, envelopeOf({ claudeSessionId: "../../etc/passwd", ...rest }));
  await store.write(bob.id, envelopeOf({ claudeSessionId: 12345, ...rest }));
  for (const [user, begin] of [
    [alice, "/start"],
    [bob, "one"],
  ] as const) {
    assert.equal((await statusOf(user)).sessionId, "No active session");
    await user.send(begin);
    await expect(user).toSee(begin === "one" ? ": one" : "Session Status: new");
    const status = await statusOf(user);
    assert.equal(status.sessionId.match(SESSION_ID)?.[1], String(user.id));
    assert.equal(status.workspace, "/somewhere");
    assert.deepEqual(status.preferences, {
      auto_compact: "false",
      show_transcription: "false",
      max_turns_before_compact: "99",
      show_usage: "false",
      confirm_transcription: "false",
    });
    assert.equal(status.turnCount, begin === "one" ? 8 : 7, "nothing else of the session is lost");
  }
  assert.match(bot.output, /invalid session id dropped/);
  note("a path and a number as ids: logged, replaced on /start and on a turn; turn count, workspace, preferences kept");
});
