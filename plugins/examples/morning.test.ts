import { test } from "vitest";
import { expect } from "#harness";
import { MovableClock, setStage } from "../stage.fixture.ts";
import { MorningPlugin } from "./morning.ts";

const within = { within: 5_000 };
const DAY = 86_400_000;

test("work of the plugin's own goes on after a restart, once for each day", async () => {
  const clock = new MovableClock();
  await using stage = await setStage({ plugins: [MorningPlugin], clock });
  const { alice, bob, telegram } = stage;
  const pass = (ms: number) => {
    clock.putForward(ms);
    telegram.clock.advance(ms);
  };
  await alice.send("/morning");
  await bob.send("/morning");
  await expect(bob).toSee("See you in the morning.");
  await alice.block();
  await stage.restart();
  await expect(bob).toSeeNothing();
  await stage.restart({ meanwhile: () => pass(DAY) });
  await expect(bob).toSee("☀️ Good morning!", within);
  await stage.restart();
  await expect(bob).toSeeNothing();
  await stage.restart({ meanwhile: () => pass(2 * DAY) });
  await expect(bob).toSee("☀️ Good morning!", within);
  await expect(bob).toSeeNothing();
});
