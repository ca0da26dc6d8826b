import type { Message, Update } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { botByHand, sent } from "./by-hand.ts";

const here = { latitude: 60.2, longitude: 24.9 };
const there = { latitude: 60.3, longitude: 25 };

async function shared(period = 600) {
  const hand = await botByHand();
  const { message_id }: Message = await hand.result("sendLocation", {
    chat_id: hand.alice.id,
    ...here,
    live_period: period,
    heading: 90,
  });
  const about = { chat_id: hand.alice.id, message_id };
  const shown = () => hand.alice.messages().at(-1)?.location;
  return { ...hand, about, shown };
}

describe("a live location", () => {
  test("says for how long it is shared; a still one has neither period nor heading", async () => {
    await using run = await shared();
    assert(run.shown()).toEqual({ ...here, live_period: 600, heading: 90 });
    await run.result("sendLocation", { chat_id: run.alice.id, ...here, heading: 90 });
    assert(run.shown()).toEqual(here);
  });

  test("is moved, and the answer is the message as it is now", async () => {
    await using run = await shared();
    const edited: Message = await run.result("editMessageLiveLocation", { ...run.about, ...there });
    assert(edited).toMatchObject({ location: { ...there, live_period: 600 }, edit_date: assert.any(Number) });
    assert(edited.location).not.toHaveProperty("heading");
    assert(await run.refusal("editMessageLiveLocation", { ...run.about, ...there })).toContain(
      "400 Bad Request: message is not modified",
    );
  });

  test("is stopped, and can then be moved no more", async () => {
    await using run = await shared();
    const stopped: Message = await run.result("stopMessageLiveLocation", run.about);
    assert(stopped.location).toEqual(here);
    for (const method of ["editMessageLiveLocation", "stopMessageLiveLocation"]) {
      assert(await run.refusal(method, { ...run.about, ...there })).toBe("400 Bad Request: message can't be edited");
    }
  });

  test("ends by itself when its time is up, and not before", async () => {
    await using run = await shared();
    run.telegram.clock.advance(598_000);
    await run.result("editMessageLiveLocation", { ...run.about, ...there });
    run.telegram.clock.advance(3_000);
    assert(run.shown()).toEqual(there);
    assert(await run.refusal("editMessageLiveLocation", { ...run.about, ...here })).toBe(
      "400 Bad Request: message can't be edited",
    );
  });

  test("is prolonged, by a day at most", async () => {
    await using run = await shared();
    await run.result("editMessageLiveLocation", { ...run.about, ...there, live_period: 1_200 });
    run.telegram.clock.advance(1_100_000);
    assert(run.shown()).toMatchObject({ live_period: 1_200 });
    assert(await run.refusal("editMessageLiveLocation", { ...run.about, ...here, live_period: 90_000 })).toBe(
      "400 Bad Request: wrong live location period specified",
    );
    run.telegram.clock.advance(101_000);
    assert(run.shown()).toEqual(there);
  });

  test("is shared for ever", async () => {
    await using run = await shared(0x7fff_ffff);
    run.telegram.clock.advance(400 * 86_400_000);
    assert(await run.result("editMessageLiveLocation", { ...run.about, ...there })).toMatchObject({
      location: { live_period: 0x7fff_ffff },
    });
  });

  test.each([59, 86_401, -5])("is not shared for %i seconds", async (live_period) => {
    await using hand = await botByHand();
    assert(await hand.refusal("sendLocation", { chat_id: hand.alice.id, ...here, live_period })).toBe(
      "400 Bad Request: wrong live location period specified",
    );
  });

  test("stays where it was when it is sent on", async () => {
    await using run = await shared();
    const { chat_id, message_id } = run.about;
    await run.result("forwardMessage", { chat_id, from_chat_id: chat_id, message_id });
    assert(run.shown()).toEqual(here);
    await run.result("copyMessage", { chat_id, from_chat_id: chat_id, message_id });
    assert(run.shown()).toEqual(here);
  });

  test("is none in a message that holds something else", async () => {
    await using hand = await botByHand();
    assert(await hand.refusal("editMessageLiveLocation", { ...(await sent(hand)), ...there })).toBe(
      "400 Bad Request: there is no live location in the message to edit",
    );
    assert(await hand.refusal("stopMessageLiveLocation", { chat_id: hand.alice.id, message_id: 99 })).toBe(
      "400 Bad Request: message to edit not found",
    );
  });
});

test("a person who shares their location live moves, and stops, and the bot hears of it", async () => {
  await using hand = await botByHand();
  hand.bot.updates.clear();
  const message = await hand.alice.sendLocation(60.2, 24.9, { livePeriod: 900 });
  await hand.alice.moveLocation(message, 60.3, 25, { heading: 45 });
  await hand.alice.stopLocation(message);
  const updates: Update[] = await hand.result("getUpdates");
  assert(updates).toMatchObject([
    { message: { location: { ...here, live_period: 900 } } },
    { edited_message: { message_id: message.message_id, location: { ...there, live_period: 900, heading: 45 } } },
    { edited_message: { location: there } },
  ]);
  assert(updates[2]!.edited_message!.location).toEqual(there);
  await assert(hand.alice.moveLocation(message, 1, 1)).rejects.toThrow("does not share a location");
  const brief = await hand.alice.sendLocation(1, 1, { livePeriod: 60 });
  hand.telegram.clock.advance(61_000);
  await assert(hand.alice.stopLocation(brief)).rejects.toThrow("does not share a location");
});
