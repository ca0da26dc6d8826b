import { expect as assert, test } from "vitest";
import { openSessions } from "#core";
import { expect } from "#harness";
import { setStage } from "../stage.fixture.ts";

test("/status without a session shows what a user starts with", async () => {
  await using stage = await setStage();
  await stage.alice.send("/status");
  await expect(stage.alice).toSee(`📊 Current Status
━━━━━━━━━━━━━━━━
👤 User ID: ${stage.alice.id}
🆔 Session ID: No active session
🔄 Turn Count: 0
📁 Workspace: /workspace
⏰ Last Active: Never

⚙️ Preferences:
  • auto_compact: true
  • show_transcription: true
  • max_turns_before_compact: 20`);
});

test("/status shows the session, its turns and its last activity", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("Good morning");
  await expect(alice).toSee("Good morning");
  await alice.send("/status");
  const [shown] = await expect(alice).toSee(
    /Session ID: user_\d+_[0-9a-f]{8}\n🔄 Turn Count: 1\n📁 Workspace: \/workspace\n⏰ Last Active: \d{4}-\d\d-\d\dT[\d:.]+Z\n/,
  );
  await alice.send("/status");
  await expect(alice).toSee(shown as string);
});

test("/status creates nothing", async () => {
  await using stage = await setStage();
  await stage.alice.send("/status");
  await expect(stage.alice).toSee("No active session");
  assert(await openSessions(stage.backend).inspect(stage.alice.id)).toEqual({ state: "absent" });
});

test("/status tells what runs and what waits, below all that is always there", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("slow 60s");
  await expect(alice).toSeeTyping();
  await alice.send("next");
  await expect(alice).toSee("⏳ Queued: 1 ahead.");
  await alice.send("/status");
  await expect(alice).toSee(/confirm_transcription: \w+\n\n🏃 Requests: 1 running, 1 queued$/);
});
