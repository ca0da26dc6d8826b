import { expect as assert, test } from "vitest";
import { openSessions } from "#core";
import { expect } from "#harness";
import { setStage } from "../stage.fixture.ts";
import { TranslatePlugin } from "./translate.ts";

test("a command becomes a turn, which answers by itself and is counted", async () => {
  await using stage = await setStage({ plugins: [TranslatePlugin] });
  const { alice, backend } = stage;
  await alice.send("/translate Guten Tag");
  await expect(alice).toSee("Translate into English, and say nothing else: Guten Tag");
  const reading = await openSessions(backend).inspect(alice.id);
  assert(reading.state === "found" && reading.session.turnCount).toBe(1);
});

test("the turn was accepted when its handler ended: it survives a restart", async () => {
  await using stage = await setStage({ plugins: [TranslatePlugin], echo: { delayMs: 2_000 } });
  const { alice } = stage;
  await alice.send("/translate eins");
  await alice.send("/translate zwei");
  await expect(alice).toSee("⏳ 1 ahead.");
  await stage.restart();
  await alice.press("🔁 Retry");
  await expect(alice).toSee("eins", { within: 10_000 });
  await expect(alice).toSee("zwei", { within: 10_000 });
});
