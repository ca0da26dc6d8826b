import { test } from "vitest";
import { expect } from "#harness";
import { setStage } from "../stage.fixture.ts";

test("/compact without a session says so", async () => {
  await using stage = await setStage();
  await stage.alice.send("/compact");
  await expect(stage.alice).toSee("❌ No active session to compact");
});

test("/compact resets the turn count and keeps the session", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("Good morning");
  await expect(alice).toSee("Good morning");
  await alice.send("/status");
  const [, id] = await expect(alice).toSee(/Session ID: (user_\S+)\n🔄 Turn Count: 1/);

  await alice.send("/compact");
  await expect(alice).toSee("⏳ Compacting session...");
  await expect(alice).toSee("✅ Session compacted! Turn count reset.");
  await alice.send("/status");
  await expect(alice).toSee(`Session ID: ${id}\n🔄 Turn Count: 0`);
});

test("a compaction that fails says so and resets nothing", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("fail next compact");
  await expect(alice).toSee("Echo");
  await alice.send("/compact");
  await expect(alice).toSee("⏳ Compacting session...");
  await expect(alice).toSee("The stand-in failed to compact, as it was asked to.");
  await alice.send("/status");
  await expect(alice).toSee("Turn Count: 1");
});
