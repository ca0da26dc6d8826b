import { test } from "vitest";
import { expect } from "#harness";
import { setStage } from "../stage.fixture.ts";

test("/start greets in the words of the specification", async () => {
  await using stage = await setStage();
  await stage.alice.send("/start");
  await expect(stage.alice).toSee(`👋 Hello Alice!

I'm your Claude Code voice assistant.

📱 Send me a voice message with your coding task
💬 Or send a text message with your request
📝 I'll execute it and show you the results

📊 Session Status: new
🔄 Turn Count: 0

Commands:
/start - Show this message
/status - Check current session
/clear - Clear conversation history
/compact - Manually compact session`);
});

test("the session is new for the /start that created it, and active for the next one", async () => {
  await using stage = await setStage();
  await stage.alice.send("/start");
  await expect(stage.alice).toSee("Session Status: new");
  await stage.alice.send("/start");
  await expect(stage.alice).toSee("Session Status: active");
});

test("a session begun by a message is active, and its turns are counted", async () => {
  await using stage = await setStage();
  await stage.alice.send("Good morning");
  await expect(stage.alice).toSee("Good morning");
  await stage.alice.send("/start");
  await expect(stage.alice).toSee("Session Status: active\n🔄 Turn Count: 1");
});

test("/start by a deep link is a /start like any other", async () => {
  await using stage = await setStage();
  await stage.alice.send("/start invited_by_bob");
  await expect(stage.alice).toSee("Session Status: new");
});

test("two users have two sessions", async () => {
  await using stage = await setStage();
  const { alice, bob } = stage;
  await alice.send("/start");
  await bob.send("/start");
  await expect(bob).toSee("Session Status: new");
  await bob.send("/status");
  await expect(bob).toSee(new RegExp(`Session ID: user_${bob.id}_[0-9a-f]{8}`));
  await alice.send("/status");
  await expect(alice).toSee(new RegExp(`Session ID: user_${alice.id}_[0-9a-f]{8}`));
});
