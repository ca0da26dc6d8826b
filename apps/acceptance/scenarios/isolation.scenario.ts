import assert from "node:assert/strict";
import { expect, type User } from "#harness";
import { type AssistantStage, scenario } from "./scenario.ts";
import { ask, SESSION_ID, statusOf } from "./status.ts";

const allowBoth = {
  env: ({ alice, bob }: Pick<AssistantStage, "alice" | "bob">) => ({ ALLOWED_USER_IDS: `${alice.id}, ${bob.id}` }),
};

scenario("Test 3: different users have isolated session data", allowBoth, async ({ alice, bob, telegram, note }) => {
  telegram.canaries.plant(alice, "aquamarine");
  telegram.canaries.plant(bob, "bergamot");
  const ids: string[] = [];
  for (const [user, secret] of [
    [alice, "aquamarine"],
    [bob, "bergamot"],
  ] as const) {
    await user.send("/start");
    await expect(user).toSee("Session Status: new");
    const { sessionId, userId } = await statusOf(user);
    assert.equal(sessionId.match(SESSION_ID)?.[1], String(user.id));
    assert.equal(userId, String(user.id));
    ids.push(telegram.canaries.plant(user, sessionId));
    await ask(user, `My word is ${secret}`);
  }
  await statusOf(alice);
  await alice.send("/clear");
  await expect(alice).toSee("cleared");
  const bobs = await statusOf(bob);
  assert.equal(bobs.sessionId, ids[1]);
  assert.equal(bobs.turnCount, 1);
  note(`Alice ${ids[0]}, Bob ${ids[1]}; when Alice cleared hers, Bob's stayed`);
});

const CROWD = 50;

scenario("50 users at once do not interfere with each other's sessions", async ({ telegram, store, note }) => {
  const users = Array.from({ length: CROWD }, (_, index) => telegram.user({ firstName: `User${index + 1}` }));
  const sessionIds = await Promise.all(users.map((user, index) => converse(user, index, telegram)));
  assert.equal(new Set(sessionIds).size, CROWD);
  telegram.assertSound();

  const readings = await store.readings();
  for (const [index, user] of users.entries()) {
    const reading = readings.get(user.id);
    assert.equal(reading?.state, "found");
    assert.equal(reading.session.id, sessionIds[index]);
    assert.equal(reading.session.turnCount, turnsOf(index));
  }
  note(`${CROWD} users, ${CROWD} session ids; no secret word and no session id in another chat; every count its own`);
});

/** Each counts differently, so that a mix-up would show. */
const turnsOf = (index: number) => 1 + (index % 4);

async function converse(user: User, index: number, telegram: AssistantStage["telegram"]): Promise<string> {
  const secret = telegram.canaries.plant(user, `secret-${index}-${user.id.toString(36)}-word`);
  await user.send("/start");
  const seen = await expect(user).toSee(/👋 Hello (\w+)!/, { within: 20_000 });
  assert.equal(seen[1], user.firstName);
  for (let turn = 1; turn <= turnsOf(index); turn++) {
    await user.send(`${turn}: remember ${secret}`);
    await expect(user).toSee(`${turn}: remember ${secret}`, { within: 20_000 });
  }
  const { sessionId, userId, turnCount } = await statusOf(user);
  assert.equal(userId, String(user.id));
  assert.equal(sessionId.match(SESSION_ID)?.[1], String(user.id));
  assert.equal(turnCount, turnsOf(index));
  return telegram.canaries.plant(user, sessionId);
}
