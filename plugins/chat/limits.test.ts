import { expect as assert, test } from "vitest";
import type { TurnLimits } from "#core";
import { expect } from "#harness";
import { MovableClock, type StageOptions, setStage } from "../stage.fixture.ts";
import { EchoAgent } from "./echo-agent.ts";

const DAY_MS = 86_400_000;

const stageWith = (turnLimits: Partial<TurnLimits>, more: StageOptions = {}) => setStage({ turnLimits, ...more });

/** How long it works is measured in agents at work at once. */
class CountingAgent extends EchoAgent {
  private atWork = 0;
  most = 0;
  override async run(...turn: Parameters<EchoAgent["run"]>) {
    this.most = Math.max(this.most, ++this.atWork);
    try {
      return await super.run(...turn);
    } finally {
      this.atWork--;
    }
  }
}

test("beyond the turns that may be at work at once others wait, are told, and come next", async () => {
  const agent = new CountingAgent();
  await using stage = await stageWith({ atOnce: 1 }, { agent });
  const { alice, bob } = stage;
  await alice.send("slow 500ms one");
  await expect(alice).toSeeTyping();
  await bob.send("two");
  await expect(bob).toSee("⏳ As many requests are at work as may be (1). Yours comes next when there is room.");
  await expect(alice).toSee(": slow 500ms one");
  await expect(bob).toSee(": two");
  assert(agent.most).toBe(1);
});

test("more than may wait of one user is not accepted", async () => {
  await using stage = await stageWith({ waitingPerUser: 2 });
  const { alice, bob } = stage;
  await alice.send("slow 60s");
  await alice.send("two");
  await alice.send("three");
  await expect(alice).toSee("❌ Not accepted: 2 requests are waiting already.");
  await bob.send("hello");
  await expect(bob).toSee(": hello");
  await alice.send("/clear");
  await expect(alice).toSee("👋 I take your requests again");
});

test("more than may wait in all is not accepted, from nobody", async () => {
  await using stage = await stageWith({ atOnce: 1, waitingInAll: 1 });
  const { alice, bob } = stage;
  await alice.send("slow 60s");
  await expect(alice).toSeeTyping();
  await alice.send("two");
  await expect(alice).toSee("⏳ Queued: 1 ahead.");
  await bob.send("three");
  await expect(bob).toSee("❌ Not accepted: of all users, as many requests wait as may (1). Send it again later.");
  await alice.send("/clear");
  await expect(alice).toSee("cleared");
  await bob.send("four");
  await expect(bob).toSee(": four");
});

test("a turn that takes longer than it may is stopped and says so; the next one runs", async () => {
  await using stage = await stageWith({ minutes: 0.005 });
  const { alice } = stage;
  await alice.send("slow 60s");
  await expect(alice).toSee(
    "❌ I stopped after 0.005 minutes, the longest a request may take. Say “go on” to continue.",
  );
  await alice.send("quick");
  await expect(alice).toSee(": quick");
});

test("a user's money for a day ends, others' does not, and there is more on the next", async () => {
  const clock = new MovableClock();
  await using stage = await stageWith({ usdPerUserAndDay: 0.02 }, { clock });
  const { alice, bob } = stage;
  // Each says that it has cost $0.0123.
  for (let count = 0; count < 2; count++) {
    await alice.send("usage");
    await expect(alice).toSee(/: usage/);
  }
  await stage.restart();
  await alice.send("usage");
  await expect(alice).toSee("❌ Your $0.02 for today are used up. There is more after midnight, UTC.");
  await bob.send("usage");
  await expect(bob).toSee(/: usage/);
  clock.putForward(DAY_MS);
  await alice.send("usage");
  await expect(alice).toSee(/: usage/);
});

test("the money of all for a day ends for all, also after a restart", async () => {
  await using stage = await stageWith({ usdPerDay: 0.02 });
  const { alice, bob } = stage;
  for (const user of [alice, bob]) {
    await user.send("usage");
    await expect(user).toSee(/: usage/);
  }
  await stage.restart();
  for (const user of [alice, bob]) {
    await user.send("usage");
    await expect(user).toSee("❌ The $0.02 that all may use today are used up.");
  }
});
