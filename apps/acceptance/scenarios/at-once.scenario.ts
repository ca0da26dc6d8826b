import assert from "node:assert/strict";
import { expect } from "#harness";
import { Talker } from "../stage/talker.ts";
import { scenario } from "./scenario.ts";
import { statusOf, withoutAutoCompact } from "./status.ts";

const MANY = 100;

scenario(`${MANY} messages of one user at once are all counted, and answered in order`, async (stage) => {
  const { alice, telegram, note } = stage;
  await withoutAutoCompact(alice);
  const talker = new Talker(alice, telegram.canaries.plant(alice, "periwinkle"));
  await Promise.all(Array.from({ length: MANY }, () => talker.speak()));
  await talker.done();
  assert.equal(talker.duplicates, 0);
  assert.equal((await statusOf(alice)).turnCount, MANY);
  note(`turn count ${MANY}; ${MANY} answers, in the order of the messages`);
});

/** Telegram brings the updates of one chat one after the other; those of many chats it brings at the same time. */
scenario(`${MANY} messages of one user in as many groups at once are all counted and answered`, async (stage) => {
  const { alice, bot, group, note } = stage;
  await withoutAutoCompact(alice);
  const groups = Array.from({ length: MANY }, (_, index) => group({ title: `Group ${index + 1}`, members: [alice] }));
  const name = `@${bot.account.me.username}`;
  await Promise.all(groups.map((place, index) => alice.send(`${name} number ${index + 1}`, { in: place })));
  for (const [index, place] of groups.entries()) {
    await expect(alice).toSee(new RegExp(`: number ${index + 1}$`), { in: place, within: 20_000 });
  }
  assert.equal((await statusOf(alice)).turnCount, MANY);
  note(`turn count ${MANY}; each answered in its group`);
});
