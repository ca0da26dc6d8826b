import { expect as assert, describe, test, vi } from "vitest";
import { type Access, createBot, SetupInvalid, StoreUnavailable } from "#core";
import { expect } from "#harness";
import { memoryBackend } from "#stores";
import { MovableClock, type StageOptions, setStage } from "../stage.fixture.ts";
import { RemindersPlugin } from "./index.ts";

const MINUTE = 60_000;
const within = { within: 5_000 };

/** A stage with a clock that the test puts forward. */
async function stageWithClock(options: StageOptions = {}) {
  const clock = new MovableClock();
  return Object.assign(await setStage({ plugins: [RemindersPlugin], clock, ...options }), { clock });
}

describe("/remind", () => {
  test("says it when the time has come, and only once", async () => {
    await using stage = await stageWithClock();
    const { alice, clock } = stage;
    const asked = await alice.send("/remind 20m tea");
    await expect(alice).toSee(/⏰ I will remind you on \d+ \w+, \d\d:\d\d \(UTC\)\./);
    clock.putForward(19 * MINUTE);
    await expect(alice).toSeeNothing();
    clock.putForward(MINUTE);
    const { message } = await expect(alice).toSee(/^⏰ tea$/, within);
    assert(message.reply_to_message?.message_id).toBe(asked.message_id);
    clock.putForward(20 * MINUTE);
    await stage.restart();
    await expect(alice).toSeeNothing();
  });

  test("says it after a restart; late, it says how late", async () => {
    await using stage = await stageWithClock();
    const { alice, bob, clock } = stage;
    await alice.send("/remind 20m tea");
    await bob.send("/remind 3h cake");
    await expect(bob).toSee("I will remind you");
    await stage.restart({ meanwhile: () => clock.putForward(145 * MINUTE) });
    await expect(alice).toSee(/^⏰ tea\n\n\(2 h [45] min late: I was away\.\)$/, within);
    clock.putForward(35 * MINUTE);
    await expect(bob).toSee(/^⏰ cake$/, within);
  });

  test("keeps group and topic, and each user's reminders apart", async () => {
    await using stage = await stageWithClock();
    const { alice, bob, clock } = stage;
    const group = stage.telegram.group({ members: [alice, bob], forum: true });
    const topic = group.topic("Kitchen");
    await alice.send("/remind 5m tea", { in: group, topic });
    await expect(alice).toSee("I will remind you", { in: group });
    await bob.send("/reminders", { in: group });
    await expect(bob).toSee("No reminders are waiting", { in: group });
    clock.putForward(5 * MINUTE);
    const { message } = await expect(alice).toSee(/^⏰ tea$/, { in: group, ...within });
    assert(message.message_thread_id).toBe(topic);
  });

  test("waits for nobody who has blocked the bot", async () => {
    await using stage = await stageWithClock();
    const { alice, bob, clock } = stage;
    await alice.send("/remind 5m tea");
    await bob.send("/remind 6m cake");
    await expect(bob).toSee("I will remind you");
    await alice.block();
    clock.putForward(6 * MINUTE);
    await expect(bob).toSee(/^⏰ cake$/, within);
  });

  test("is not sent to who may no longer use the bot", async () => {
    const allowed = new Set([100002, 100003]);
    const access: Access = { open: false, allows: (userId) => userId !== undefined && allowed.has(userId) };
    await using stage = await stageWithClock({ access });
    const { alice, bob, clock } = stage;
    await alice.send("/remind 5m tea");
    await bob.send("/remind 6m cake");
    await expect(alice).toSee("I will remind you");
    await expect(bob).toSee("I will remind you");
    allowed.delete(alice.id);
    clock.putForward(6 * MINUTE);
    await expect(bob).toSee(/^⏰ cake$/, within);
    await expect(alice).toSeeNothing();
  });

  test("is not sent twice when the store is away at the moment it is noted", async () => {
    const backend = memoryBackend();
    const compareAndSet = backend.compareAndSet.bind(backend);
    let refusals = 0;
    backend.compareAndSet = async (key, ...change) => {
      const isNote = key.startsWith("plugin:reminders:") && change[1]?.includes("sentAt");
      if (!isNote || refusals === 2) return compareAndSet(key, ...change);
      refusals += 1;
      throw new StoreUnavailable("memory", "did not answer");
    };
    await using stage = await stageWithClock({ backend });
    const { alice, clock } = stage;
    await alice.send("/remind 5m tea");
    await alice.send("/remind 6m cake");
    await expect(alice).toSee("I will remind you");
    clock.putForward(5 * MINUTE);
    await expect(alice).toSee(/^⏰ tea$/, within);
    for (const count of [1, 2]) {
      await vi.waitFor(() => assert(refusals).toBe(count), { timeout: 5_000 });
      clock.putForward(10_000);
    }
    clock.putForward(MINUTE);
    await expect(alice).toSee(/^⏰ cake/, within);
    assert(alice.messages().filter(({ text }) => text?.startsWith("⏰ tea"))).toHaveLength(1);
    assert(refusals).toBe(2);
  });

  test("is made once by an update that is handled twice", async () => {
    await using stage = await stageWithClock();
    const { alice, clock, telegram } = stage;
    telegram.faults.add({ method: "sendMessage", times: 1, answer: "cut-after" });
    await alice.send("/remind 5m tea");
    await expect(alice).toSee("I will remind you");
    await alice.send("/reminders");
    await expect(alice).toSee(/^⏰ Your reminders \(UTC\):\n1\. .*: tea$/);
    clock.putForward(5 * MINUTE);
    await expect(alice).toSee(/^⏰ tea$/, within);
  });

  test.each([
    ["/remind", "When, and of what?"],
    ["/remind tea", "When, and of what?"],
    ["/remind 400d tea", "Not noted: I remind within a year."],
    [`/remind 5m ${"x".repeat(1001)}`, "Not noted: a reminder has at most 1000 characters."],
  ])("%s is explained", async (words, answer) => {
    await using stage = await stageWithClock();
    await stage.alice.send(words);
    await expect(stage.alice).toSee(answer);
  });

  test("has a limit for each user", async () => {
    await using stage = await stageWithClock({ settings: { reminders: { limit: "2" } } });
    const { alice, bob } = stage;
    for (const what of ["one", "two"]) await alice.send(`/remind 5m ${what}`);
    await alice.send("/remind 5m three");
    await expect(alice).toSee("❌ Not noted: 2 reminders wait already.");
    await bob.send("/remind 5m four");
    await expect(bob).toSee("I will remind you");
  });

  test("speaks in the operator's time zone, which must be one", async () => {
    await using stage = await stageWithClock({ settings: { reminders: { timeZone: "Asia/Tokyo" } } });
    await stage.alice.send("/remind 18:30 call mum");
    await expect(stage.alice).toSee(/on \d+ \w+, 18:30 \(Asia\/Tokyo\)\./);
    const settings = { reminders: { timeZone: "Mars/Base" } };
    const create = () => createBot({ token: "1:x", backend: memoryBackend(), plugins: [RemindersPlugin], settings });
    assert(create).toThrow(SetupInvalid);
  });
});

describe("/reminders", () => {
  test("lists what waits, next one first, and cancels by button", async () => {
    await using stage = await stageWithClock();
    const { alice, clock } = stage;
    await alice.send("/remind 2h cake");
    await alice.send("/remind 1h tea");
    await alice.send("/reminders");
    await expect(alice).toSee(/^⏰ Your reminders \(UTC\):\n1\. .*: tea\n2\. .*: cake$/);
    assert(await alice.press("❌ 1")).toBe("Cancelled.");
    await expect(alice).toSee(/^⏰ Your reminders \(UTC\):\n1\. .*: cake$/);
    clock.putForward(60 * MINUTE);
    await expect(alice).toSeeNothing();
    assert(await alice.press("❌ 1")).toBe("Cancelled.");
    await expect(alice).toSee("No reminders are waiting");
  });

  test("of one person are not cancelled by another", async () => {
    await using stage = await stageWithClock();
    const { alice, bob } = stage;
    const group = stage.telegram.group({ members: [alice, bob] });
    await alice.send("/remind 1h tea", { in: group });
    await alice.send("/reminders", { in: group });
    await expect(alice).toSee("1. ", { in: group });
    assert(await bob.press("❌ 1", { in: group })).toBe("These are somebody else's reminders.");
    await alice.send("/reminders", { in: group });
    await expect(alice).toSee(": tea", { in: group });
  });

  test("shows no more than fit, and says how many follow", async () => {
    await using stage = await stageWithClock();
    const { alice } = stage;
    for (let count = 1; count <= 22; count++) await alice.send(`/remind ${count}h ${"x".repeat(100)}`);
    await alice.send("/reminders");
    await expect(alice).toSee(/20\. .*…\nand 2 later ones$/);
  });
});
