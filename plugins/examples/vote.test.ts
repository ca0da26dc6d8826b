import { test } from "vitest";
import { expect } from "#harness";
import { setStage } from "../stage.fixture.ts";
import { VotePlugin } from "./vote.ts";

test("what all users share is kept under the plugin's own keys, each vote once", async () => {
  await using stage = await setStage({ plugins: [VotePlugin] });
  const { alice, bob } = stage;
  await alice.send("/vote");
  await expect(alice).toSee("No votes yet.");
  await alice.send("/vote tea");
  await expect(alice).toSee("tea: 1");
  await bob.send("/vote Tea");
  await expect(bob).toSee("Tea: 2");
  await bob.send("/vote cake");
  await stage.restart();
  await alice.send("/vote tea");
  await expect(alice).toSee("tea: 2");
  await alice.send("/vote");
  await expect(alice).toSee(/^🗳️\ncake: 1\ntea: 2$/);
});
