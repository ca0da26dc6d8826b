import { test } from "vitest";
import { expect } from "#harness";
import { builtInPlugins } from "../index.ts";
import { setStage } from "../stage.fixture.ts";
import { PizzaPlugin } from "./pizza.ts";

const plugins = [PizzaPlugin, ...builtInPlugins];

test("a dialogue goes on after a restart, each user in their own", async () => {
  await using stage = await setStage({ plugins });
  const { alice, bob } = stage;
  await alice.send("/pizza");
  await expect(alice).toSee("How big: small or large?");
  await bob.send("large");
  await expect(bob).toSee("Echo (a stand-in, no real agent): large");
  await alice.send("enormous");
  await expect(alice).toSee("Please answer with small or large.");
  await alice.send("Large");
  await expect(alice).toSee("Where to?");
  await stage.restart();
  await alice.send("/status");
  await expect(alice).toSee("Current Status");
  await alice.send("Baker Street 221b");
  await expect(alice).toSee("🍕 One large pizza to Baker Street 221b, coming up!");
  await alice.send("thanks");
  await expect(alice).toSee("Echo (a stand-in, no real agent): thanks");
});
