import type { Update } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { botByHand, callArrives } from "../methods/by-hand.ts";
import { hook } from "../methods/hook.fixture.ts";
import { sendPress } from "../people/press.ts";
import { ServerClock } from "./server-clock.ts";

const SECOND = 1_000;
const DAY = 86_400 * SECOND;

describe("the server's clock", () => {
  test("runs with the machine's, and ahead of it once it was moved", () => {
    const clock = new ServerClock();
    assert(Math.abs(clock.now - Date.now())).toBeLessThan(SECOND);
    clock.advance(DAY);
    assert(Math.abs(clock.now - Date.now() - DAY)).toBeLessThan(SECOND);
    assert(() => clock.advance(-1)).toThrow(RangeError);
  });

  test("lets what falls due on the way happen in its order, each at its time", () => {
    const clock = new ServerClock();
    const begun = clock.now;
    const rung: [string, number][] = [];
    const ring = (name: string) => () => rung.push([name, Math.round((clock.now - begun) / SECOND)]);
    clock.after(20 * SECOND, ring("late"));
    clock.after(10 * SECOND, () => {
      ring("early")();
      clock.after(5 * SECOND, ring("between"));
    });
    clock.after(10 * SECOND, ring("never"))();
    clock.after(40 * SECOND, ring("not yet"));
    clock.advance(30 * SECOND);
    assert(rung).toEqual([
      ["early", 10],
      ["between", 15],
      ["late", 20],
    ]);
    clock.close();
  });

  test("is moved by all of it, however long takes what falls due", () => {
    const clock = new ServerClock();
    clock.after(SECOND, () => {
      const end = Date.now() + 5;
      while (Date.now() < end);
    });
    clock.advance(DAY);
    assert(clock.aheadMs).toBe(DAY);
  });

  test("dates messages", async () => {
    await using hand = await botByHand();
    const before = await hand.alice.send("now");
    hand.telegram.clock.advance(DAY);
    const after = await hand.alice.send("tomorrow");
    assert(after.date - before.date).toBeGreaterThanOrEqual(86_400);
    assert(after.date - before.date).toBeLessThan(86_410);
  });
});

describe("what is too old", () => {
  test("a message waits for the bot for a day, and then is gone", async () => {
    await using hand = await botByHand();
    hand.telegram.clock.advance(DAY - 60 * SECOND);
    await hand.alice.send("late");
    assert(hand.bot.updates.size).toBe(2);
    hand.telegram.clock.advance(61 * SECOND);
    const updates: Update[] = await hand.result("getUpdates");
    assert(updates.map(({ message }) => message?.text)).toEqual(["late"]);
    assert(await hand.result("getWebhookInfo")).toMatchObject({ pending_update_count: 1 });
  });

  test("a press waits for 150 s; its answer comes too late after that", async () => {
    await using hand = await botByHand();
    const markup = { inline_keyboard: [[{ text: "Yes", callback_data: "yes" }]] };
    await hand.result("sendMessage", { chat_id: hand.alice.id, text: "Sure?", reply_markup: markup });
    const message = hand.alice.messages().at(-1)!;
    hand.bot.updates.clear();
    const press = () => sendPress(hand.alice, hand.alice.chat(), { message, data: "yes" }, () => {});
    press();
    press();
    const [first, second] = hand.bot.callbacks.ids;
    hand.telegram.clock.advance(149 * SECOND);
    assert(await hand.result("answerCallbackQuery", { callback_query_id: first })).toBe(true);
    assert(hand.bot.updates.size).toBe(2);
    hand.telegram.clock.advance(2 * SECOND);
    assert(await hand.refusal("answerCallbackQuery", { callback_query_id: second })).toBe(
      "400 Bad Request: query is too old and response timeout expired or query ID is invalid",
    );
    assert(hand.bot.updates.size).toBe(0);
  });

  test("update ids begin anew after a week without updates, and the old offset is no obstacle", async () => {
    await using hand = await botByHand();
    const [first]: Update[] = await hand.result("getUpdates");
    const offset = first!.update_id + 1;
    hand.telegram.clock.advance(7 * DAY - 1000 * SECOND);
    await hand.alice.send("just in time");
    const [second]: Update[] = await hand.result("getUpdates", { offset });
    assert(second!.update_id).toBe(offset);
    hand.telegram.clock.advance(7 * DAY);
    await hand.alice.send("back");
    const [third]: Update[] = await hand.result("getUpdates", { offset: offset + 1 });
    assert(third!.message?.text).toBe("back");
    assert(third!.update_id).not.toBe(offset + 1);
  });

  test("a poll that waits is answered when its time is up", async () => {
    await using hand = await botByHand();
    hand.bot.updates.clear();
    const arrived = callArrives(hand.bot);
    const poll = hand.result("getUpdates", { timeout: 50 });
    await arrived;
    hand.telegram.clock.advance(50 * SECOND);
    assert(await poll).toEqual([]);
  });

  test("a webhook is tried again after 2, 4, 8 s, and no more once the update is too old", async () => {
    await using hand = await botByHand();
    using target = await hook();
    hand.bot.updates.clear();
    await hand.result("setWebhook", { url: target.url });
    await hand.alice.send("hi");
    const fail = async (index: number) => {
      const retried = hand.bot.webhook.failed.next();
      (await target.request(index)).answer(500);
      return retried;
    };
    assert(await fail(0)).toBe(0);
    for (const [index, seconds] of [2, 4, 8].entries()) {
      assert(await fail(index + 1)).toBe(seconds * SECOND);
      hand.telegram.clock.advance(seconds * SECOND);
    }
    const lastTry = await target.request(4);
    hand.telegram.clock.advance(DAY);
    assert(await hand.result("getWebhookInfo")).toMatchObject({ pending_update_count: 0 });
    await hand.alice.send("the next day");
    lastTry.answer(500);
    assert((await target.request(5)).update.message?.text).toBe("the next day");
  });
});
