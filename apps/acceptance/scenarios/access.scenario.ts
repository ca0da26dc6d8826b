import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { type BareStage, expect, type User } from "#harness";
import { scenario } from "./scenario.ts";
import { ask } from "./status.ts";

const onlyAlice = { env: ({ alice }: BareStage) => ({ ALLOWED_USER_IDS: String(alice.id) }) };

scenario("A stranger is refused, whatever they send, and nothing of it is stored", onlyAlice, async (stage) => {
  const { alice, bob, bot, user, group, telegram, store, column, note } = stage;
  await ask(alice, "one");

  await bob.send("/start");
  await expect(bob).toSee(/^⛔ You are not authorized to use this bot\.$/);
  await bob.send("my-secret-plan");
  await expect(bob).toSee(/^⛔ Unauthorized$/);

  const carol = user({ firstName: "Carol" });
  const office = group({ members: [alice, carol] });
  await alice.send("/preferences@holdfast_bot", { in: office });
  await expect(alice).toSeeButton("auto_compact: true", { in: office });
  assert.equal(await carol.press("auto_compact: true", { in: office }), "⛔ Unauthorized");
  await alice.press("✅ Done", { in: office });

  const dave = user({ firstName: "Dave" });
  assert.deepEqual(await dave.inline("cats"), []);
  const [refusal] = telegram.calls.of("answerInlineQuery");
  assert.match(JSON.stringify(refusal?.arguments), /⛔ Unauthorized/);

  await alice.send("/status");
  await expect(alice).toSee("auto_compact: true");
  assert.deepEqual([...(await store.readings()).keys()], [alice.id]);
  const stored = [...(await store.contents())].flat().join("\n");
  assert.equal(await bot.stop(), 0);
  const file = column.store === "sqlite" ? await readFile(store.file, "latin1") : "";
  for (const trace of ["my-secret-plan", ...[bob, carol, dave].map(({ id }) => String(id))]) {
    assert.ok(!stored.includes(trace) && !file.includes(trace), `${trace} is in the store`);
  }
  note("/start, a text, a button and an inline query of strangers: each refused in its own way, nothing stored");
});

scenario("A stranger gets at most three answers a minute", onlyAlice, async ({ alice, bob, note }) => {
  for (let count = 0; count < 10; count++) await bob.send(count % 2 ? "let me in" : "/start");
  await ask(alice, "one");
  assert.equal(answersTo(bob), 3);
  note("ten messages, three answers; an allowed user was answered behind them");
});

const answersTo = (user: User) => user.messages().filter(({ from }) => from?.is_bot).length;

scenario("Without ALLOWED_USER_IDS everyone is allowed, with a warning", async ({ alice, bot, note }) => {
  await ask(alice, "one");
  assert.match(bot.output, /"level":"warn".*No ALLOWED_USER_IDS configured - allowing all users/);
  note("No ALLOWED_USER_IDS configured - allowing all users");
});
