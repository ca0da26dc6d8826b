import { expect as assert, test } from "vitest";
import { expect } from "#harness";
import { setStage } from "../stage.fixture.ts";
import { ColoursPlugin } from "./colours.ts";

test("a press changes the message it was made on", async () => {
  await using stage = await setStage({ plugins: [ColoursPlugin] });
  const { alice } = stage;
  await alice.send("/colours");
  await alice.press("green");
  await expect(alice).toSee("🎨 green it is.");
});

test("an inline query offers what fits", async () => {
  await using stage = await setStage({ plugins: [ColoursPlugin] });
  const results = await stage.alice.inline("RE");
  assert(results.map(({ id }) => id)).toEqual(["red", "green"]);
});

test("an edit and a reaction are noticed", async () => {
  await using stage = await setStage({ plugins: [ColoursPlugin] });
  const { alice } = stage;
  const sent = await alice.send("/colours");
  const { message } = await expect(alice).toSee("Which one?");
  await alice.react(message, "👍");
  await expect(alice).toSee("Glad you like it.");
  await alice.react(message, "👎");
  await expect(alice).toSeeNothing();
  await alice.edit(sent, "colours, please");
  await expect(alice).toSee("I saw that you changed it.");
});
