import { test } from "vitest";
import { expect } from "#harness";
import { MovableClock, setStage } from "../stage.fixture.ts";

const DAY_MS = 86_400_000;

test("/usage adds up what turns took, today and in all, also across a restart", async () => {
  const clock = new MovableClock();
  await using stage = await setStage({ clock });
  const { alice, bob } = stage;
  await alice.send("/usage");
  await expect(alice).toSee("Today (UTC): 0 requests in 0 steps, 0 tokens read, 0 written, $0.00\nIn all: 0 requests");
  for (let count = 0; count < 2; count++) {
    await alice.send("usage");
    await expect(alice).toSee(/: usage/);
  }
  // Of what an agent does not tell, the request counts all the same.
  await alice.send("hello");
  await expect(alice).toSee(/: hello/);
  await stage.restart();
  await alice.send("/usage");
  await expect(alice).toSee(
    "Today (UTC): 3 requests in 4 steps, 2,400 tokens read, 690 written, $0.02\nIn all: 3 requests in 4 steps, 2,400 tokens",
  );
  clock.putForward(DAY_MS);
  await alice.send("/usage");
  await expect(alice).toSee(
    "Today (UTC): 0 requests in 0 steps, 0 tokens read, 0 written, $0.00\nIn all: 3 requests in 4 steps, 2,400 tokens",
  );
  await bob.send("/usage");
  await expect(bob).toSee("In all: 0 requests in 0 steps");
});
