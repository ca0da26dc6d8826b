import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { test } from "vitest";
import { expect } from "#harness";
import { sqliteBackend } from "#stores";
import { setStage } from "../stage.fixture.ts";

test("a restart in the middle of the dialogue is not noticed, neither at the buttons nor at the question", async () => {
  await using directory = await mkdtempDisposable(`${tmpdir()}/preferences-`);
  await using stage = await setStage({ backend: sqliteBackend({ file: `${directory.path}/bot_data.sqlite` }) });
  const { alice } = stage;
  await alice.send("/preferences");
  await alice.press("auto_compact: true");
  await expect(alice).toSee("auto_compact: false");

  await stage.restart();
  await alice.press("max_turns_before_compact: 20");
  await expect(alice).toSee("Reply with a number from 1 to 500");

  await stage.restart();
  await alice.send("42");
  await expect(alice).toSee("max_turns_before_compact: 42");

  await stage.restart();
  await alice.press("✅ Done");
  await alice.send("/status");
  await expect(alice).toSee("  • auto_compact: false\n  • show_transcription: true\n  • max_turns_before_compact: 42");
});
