import { expect as assert, test } from "vitest";
import { expect } from "#harness";
import { setStage } from "../stage.fixture.ts";

test("with show_usage an answer says below it which turn it was and what it took; without it, nothing", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("usage");
  const { message } = await expect(alice).toSee(": usage");
  assert(message.text).not.toContain("tokens");
  await alice.send("/preferences");
  await alice.press("show_usage: false");
  await expect(alice).toSeeButton("show_usage: true");
  await alice.send("usage");
  await expect(alice).toSee(": usage\n\n🔄 turn 2 · 1.5 s · 1,545 tokens · $0.0123");
  await alice.send("hello");
  await expect(alice).toSee(/: hello\n\n🔄 turn 3 · \d+\.\d s$/);
});
