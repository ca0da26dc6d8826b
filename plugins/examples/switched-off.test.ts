import { test } from "vitest";
import { expect } from "#harness";
import { builtInPlugins } from "../index.ts";
import { setStage } from "../stage.fixture.ts";
import { BirthdayPlugin } from "./birthday.ts";
import { VotePlugin } from "./vote.ts";

test("a plugin that is switched off loses nothing", async () => {
  await using stage = await setStage({ plugins: [BirthdayPlugin, VotePlugin, ...builtInPlugins] });
  const { alice } = stage;
  await alice.send("/birthday 24.12.");
  await alice.send("/vote tea");
  await expect(alice).toSee("tea: 1");

  await stage.restart({ plugins: builtInPlugins });
  await alice.send("/birthday");
  await expect(alice).toSee("I don't know this command");
  await alice.send("Good morning");
  await expect(alice).toSee("Good morning");

  await stage.restart();
  await alice.send("/birthday");
  await expect(alice).toSee("Day 24 of month 12");
  await alice.send("/vote");
  await expect(alice).toSee("tea: 1");
});
