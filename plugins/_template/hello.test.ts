import { expect as assert, test } from "vitest";
import { createBot, SetupInvalid } from "#core";
import { expect } from "#harness";
import { memoryBackend } from "#stores";
import { setStage } from "../stage.fixture.ts";
import { HelloPlugin } from "./hello.ts";

test("/hello greets by name and counts, for each user", async () => {
  await using stage = await setStage({ plugins: [HelloPlugin] });
  const { alice, bob } = stage;
  await alice.send("/hello");
  await expect(alice).toSee("Hello, Alice! (1)");
  await alice.send("/hello");
  await expect(alice).toSee("Hello, Alice! (2)");
  await bob.send("/hello");
  await expect(bob).toSee("Hello, Bob! (1)");
});

test("the count survives a restart", async () => {
  await using stage = await setStage({ plugins: [HelloPlugin] });
  await stage.alice.send("/hello");
  await expect(stage.alice).toSee("(1)");
  await stage.restart();
  await stage.alice.send("/hello");
  await expect(stage.alice).toSee("(2)");
});

test("the greeting is the operator's choice", async () => {
  await using stage = await setStage({ plugins: [HelloPlugin], settings: { hello: { greeting: "Ahoy" } } });
  await stage.alice.send("/hello");
  await expect(stage.alice).toSee("Ahoy, Alice!");
});

test("an empty greeting is refused before Telegram is contacted", () => {
  const settings = { hello: { greeting: "" } };
  const create = () => createBot({ token: "1:x", backend: memoryBackend(), plugins: [HelloPlugin], settings });
  assert(create).toThrow(SetupInvalid);
});
