import { expect as assert, test } from "vitest";
import { expect } from "#harness";
import { MovableClock, setStage } from "../stage.fixture.ts";

test("/clear resets the session and names the old one", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("Good morning");
  await expect(alice).toSee("Good morning");
  await alice.send("/status");
  const [, old] = await expect(alice).toSee(/Session ID: (user_\d+_[0-9a-f]{8})/);

  await alice.send("/clear");
  await expect(alice).toSee(
    new RegExp(`^🗑️ Conversation history cleared!\n\nPrevious session: ${old}\nStarting fresh on next message\\.$`),
  );
  await alice.send("/status");
  await expect(alice).toSee("Session ID: No active session\n🔄 Turn Count: 0");
});

test("/clear without a session says that there was none", async () => {
  await using stage = await setStage();
  await stage.alice.send("/clear");
  await expect(stage.alice).toSee(/Previous session: None\nStarting fresh on next message\.$/);
});

test("/clear stops what runs, drops what waits, and says how many", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("slow 60s");
  await expect(alice).toSeeTyping();
  await alice.send("two");
  await expect(alice).toSee("Queued: 1 ahead");
  await alice.send("three");
  await expect(alice).toSee("Queued: 2 ahead");

  await alice.send("/clear");
  await expect(alice).toSee(/\n\n⏹️ Stopped 1 running and dropped 2 waiting requests\.$/);
  await expect(alice).toSeeNothing();
});

test("/clear names only what there was", async () => {
  await using stage = await setStage();
  await stage.alice.send("slow 60s");
  await expect(stage.alice).toSeeTyping();
  await stage.alice.send("/clear");
  await expect(stage.alice).toSee(/\n\n⏹️ Stopped 1 running request\.$/);
});

test("the next message after /clear begins another session", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("/start");
  await alice.send("/clear");
  const [, old] = await expect(alice).toSee(/Previous session: (user_\S+)/);
  await alice.send("Good morning");
  await expect(alice).toSee("Good morning");
  await alice.send("/status");
  await expect(alice).toSee(new RegExp(`Session ID: (?!${old})user_\\S+\n🔄 Turn Count: 1`));
});

test("Undo brings the conversation back, with its count", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("hello");
  await expect(alice).toSee(": hello");
  await alice.send("/status");
  const [, id] = await expect(alice).toSee(/Session ID: (user_\S+)/);
  await alice.send("/clear");
  await alice.press("↩️ Undo");
  await expect(alice).toSee(`↩️ Your conversation is back.\n\nSession: ${id}`);
  await alice.send("/status");
  await expect(alice).toSee(`Session ID: ${id}\n🔄 Turn Count: 1`);
  await alice.send("/resume");
  await expect(alice).toSee("There are no earlier conversations.");
});

test("Undo works no more after the next message", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("one");
  await expect(alice).toSee(": one");
  await alice.send("/clear");
  await expect(alice).toSee("Conversation history cleared!");
  await alice.send("two");
  await expect(alice).toSee(": two");
  assert(await alice.press("↩️ Undo")).toMatch("a new conversation has begun");
});

test("Undo works no more after ten minutes", async () => {
  const clock = new MovableClock();
  await using stage = await setStage({ clock });
  const { alice } = stage;
  await alice.send("one");
  await expect(alice).toSee(": one");
  await alice.send("/clear");
  await expect(alice).toSee("Conversation history cleared!");
  clock.putForward(601_000);
  assert(await alice.press("↩️ Undo")).toMatch("That was more than ten minutes ago");
  await alice.send("/status");
  await expect(alice).toSee("Session ID: No active session");
});

test("Undo is only for whose conversation it was, and stays there for them", async () => {
  await using stage = await setStage();
  const { alice, bob, telegram } = stage;
  const group = telegram.group({ members: [alice, bob] });
  await alice.send("@holdfast_bot hello", { in: group });
  await expect(alice).toSee(": hello", { in: group });
  await alice.send("/clear@holdfast_bot", { in: group });
  await expect(alice).toSee("Conversation history cleared!", { in: group });
  assert(await bob.press("↩️ Undo", { in: group })).toBe("This is somebody else's conversation.");
  await alice.press("↩️ Undo", { in: group });
  await expect(alice).toSee("↩️ Your conversation is back.", { in: group });
});
