import { expect as assert, describe, test } from "vitest";
import { expect } from "#harness";
import { setStage } from "../stage.fixture.ts";

describe("/stop", () => {
  test("ends what runs at once, keeps the conversation, and what waits goes on", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await alice.send("hello");
    await expect(alice).toSee(": hello");
    await alice.send("/status");
    const [, before] = await expect(alice).toSee(/Session ID: (user_\S+)/);
    await alice.send("slow 60s first");
    await expect(alice).toSeeTyping();
    await alice.send("second");
    await expect(alice).toSee("⏳ Queued: 1 ahead.");
    await alice.send("/stop");
    await expect(alice).toSee("⏹️ Stopped. Our conversation stays. The one that waits goes on.");
    await expect(alice).toSee(": second");
    await alice.send("/status");
    const [, after] = await expect(alice).toSee(/Session ID: (user_\S+)/);
    assert(after).toBe(before);
    assert(alice.messages().filter(({ from, text }) => from?.is_bot && text?.includes("slow 60s"))).toEqual([]);
  });

  test("with nothing running says so, and begins no session", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await alice.send("/stop");
    await expect(alice).toSee("💤 Nothing is running.");
    await alice.send("/status");
    await expect(alice).toSee("No active session");
  });

  test("leaves what was said by then", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await alice.send("slow 20s one two three four five six seven");
    await expect(alice).toSeeDraft("🪞 Echo", { within: 10_000 });
    await alice.send("/stop");
    await expect(alice).toSee("⏹️ Stopped. Our conversation stays.");
    await expect(alice).toSee(/🪞 Echo.*\n\n⏹️ Stopped here\.$/);
  });

  test("stops a run of one's own only", async () => {
    await using stage = await setStage();
    const { alice, bob } = stage;
    await alice.send("slow 800ms mine");
    await expect(alice).toSeeTyping();
    await bob.send("/stop");
    await expect(bob).toSee("💤 Nothing is running.");
    await expect(alice).toSee(": slow 800ms mine");
  });
});

describe("a request that waits", () => {
  test("is taken back by its button, once", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await alice.send("slow 800ms first");
    await expect(alice).toSeeTyping();
    await alice.send("second");
    await alice.send("third");
    await expect(alice).toSee("⏳ Queued: 2 ahead.");
    await alice.press("✖️ Cancel");
    await expect(alice).toSee("✖️ Cancelled.");
    await expect(alice).toSee(": slow 800ms first");
    await expect(alice).toSee(": second");
    await expect(alice).toSeeNothing();
  });

  test("is sent now by its button: what runs is stopped, and the others wait on", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await alice.send("slow 60s first");
    await expect(alice).toSeeTyping();
    await alice.send("second");
    await alice.send("third");
    await expect(alice).toSee("⏳ Queued: 2 ahead.");
    await alice.press("⏩ Send now");
    await expect(alice).toSee("⏩ Sent now; what ran before is stopped.");
    await expect(alice).toSee(": third");
    await expect(alice).toSee(": second");
    await expect(alice).toSeeNothing();
  });

  test("that has begun meanwhile can be neither taken back nor hurried", async () => {
    await using stage = await setStage();
    const { alice, telegram } = stage;
    // Before its buttons are taken away.
    const removal = telegram.faults.hold({ method: "deleteMessage", at: "before" });
    await alice.send("slow 500ms first");
    await expect(alice).toSeeTyping();
    await alice.send("second");
    await expect(alice).toSee("⏳ Queued: 1 ahead.");
    await expect(alice).toSee(": second");
    assert(await alice.press("✖️ Cancel")).toBe("Too late: this request waits no longer.");
    assert(await alice.press("⏩ Send now")).toBe("Too late: this request waits no longer.");
    removal.release();
  });

  test("in a group is nobody else's to take back", async () => {
    await using stage = await setStage();
    const { alice, bob } = stage;
    const group = stage.telegram.group({ members: [alice, bob] });
    await alice.send("@holdfast_bot slow 800ms first", { in: group });
    await expect(alice).toSeeTyping({ in: group });
    await alice.send("@holdfast_bot second", { in: group });
    await expect(alice).toSee("⏳ Queued: 1 ahead.", { in: group });
    assert(await bob.press("✖️ Cancel", { in: group })).toBe("Too late: this request waits no longer.");
    await expect(alice).toSee(/: second$/, { in: group });
  });
});
