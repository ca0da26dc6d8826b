import assert from "node:assert/strict";
import { expect } from "#harness";
import { scenario } from "./scenario.ts";
import { ask, statusOf } from "./status.ts";

scenario("Telegram in trouble: answers arrive when it is over, and each is counted once", async (stage) => {
  const { alice, telegram, note } = stage;
  telegram.faults.add({ method: "sendMessage", answer: { status: 502, description: "Bad Gateway" }, times: 2 });
  telegram.faults.add({ method: "sendMessage", answer: "cut-before" });
  telegram.faults.add({
    method: "sendMessage",
    answer: { status: 429, description: "Too Many Requests: retry after 1", retryAfter: 1 },
  });
  await alice.send("one");
  await expect(alice).toSee(": one", { within: 15_000 });
  await ask(alice, "two");
  assert.equal((await statusOf(alice)).turnCount, 2);
  assert.equal(telegram.faults.left, 0);
  note("502 twice, a cut connection, a 429: two messages, two answers, turn count 2");
});

scenario("A message that arrives twice is answered once", async ({ alice, bot, note }) => {
  await ask(alice, "one");
  bot.account.repeatLatestUpdate();
  await expect(alice).toSeeNothing();
  assert.equal((await statusOf(alice)).turnCount, 1);
  note("the same update delivered again: no answer, turn count 1");
});

scenario("An update that failed is set aside, listed, and answered after `holdfast inbox retry`", async (stage) => {
  const { alice, bob, telegram, holdfast, note } = stage;
  telegram.faults.add({
    method: "sendMessage",
    chat: alice.id,
    answer: { status: 400, description: "Bad Request: message is too long" },
  });
  await alice.send("/start");
  await expect(alice).toSee("😔 Something went wrong while handling that. Your session is safe.");
  await bob.send("/start");
  await expect(bob).toSee("👋 Hello Bob!");

  const list = await holdfast(["inbox", "list"]);
  assert.equal(list.code, 0, list.output);
  assert.match(list.output, /^\S+ .* update \d+ {2}start {2}.*message is too long/);
  const [id = ""] = list.output.split(" ");
  const retry = await holdfast(["inbox", "retry", id]);
  assert.equal(retry.code, 0, retry.output);
  await expect(alice).toSee("👋 Hello Alice!", { within: 10_000 });
  assert.equal((await holdfast(["inbox", "list"])).output, "Nothing was set aside.");
  note(`set aside: ${list.output}; retried: answered`);
});
