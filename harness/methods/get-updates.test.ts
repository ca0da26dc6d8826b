import type { Update } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { botByHand, callArrives } from "./by-hand.ts";

const texts = (updates: Update[]) => updates.map(({ message }) => message?.text);

describe("getUpdates", () => {
  test("gives the same again until it is acknowledged", async () => {
    await using hand = await botByHand();
    await hand.alice.send("two");
    const first: Update[] = await hand.result("getUpdates");
    assert(texts(first)).toEqual(["hello", "two"]);
    assert(first[1]!.update_id).toBe(first[0]!.update_id + 1);
    assert(first[0]!.update_id).toBeGreaterThan(2_000_000);
    assert(await hand.result("getUpdates", { offset: first[0]!.update_id })).toEqual(first);
    assert(texts(await hand.result("getUpdates", { offset: first[1]!.update_id }))).toEqual(["two"]);
    assert(hand.bot.updates.size).toBe(1);
  });

  test("with a negative offset keeps only the last ones", async () => {
    await using hand = await botByHand();
    await hand.alice.send("two");
    await hand.alice.send("three");
    assert(texts(await hand.result("getUpdates", { offset: -1 }))).toEqual(["three"]);
    assert(hand.bot.updates.size).toBe(1);
  });

  test("takes an offset far past the end as the head", async () => {
    await using hand = await botByHand();
    const [update]: Update[] = await hand.result("getUpdates");
    assert(texts(await hand.result("getUpdates", { offset: update!.update_id + 100 }))).toEqual(["hello"]);
  });

  test("gives no more than the limit", async () => {
    await using hand = await botByHand();
    await hand.alice.send("two");
    assert(texts(await hand.result("getUpdates", { limit: "1x" }))).toEqual(["hello"]);
  });

  test("waits for something to come", async () => {
    await using hand = await botByHand();
    hand.bot.updates.clear();
    const waiting = hand.result("getUpdates", { timeout: 20 });
    await hand.alice.send("late");
    assert(texts(await waiting)).toEqual(["late"]);
  });

  test("that waits ends the older one that waits", async () => {
    await using hand = await botByHand();
    hand.bot.updates.clear();
    const arrived = callArrives(hand.bot);
    const older = hand.refusal("getUpdates", { timeout: 20 });
    await arrived;
    const newer = hand.result("getUpdates", { offset: 1, timeout: 20 });
    assert(await older).toBe(
      "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    );
    await hand.alice.send("for the newer");
    assert(texts(await newer)).toEqual(["for the newer"]);
  });

  test("answers only the kinds asked for, also in later calls that do not say", async () => {
    await using hand = await botByHand();
    hand.bot.updates.clear();
    await hand.result("getUpdates", { allowed_updates: ["Edited_Message", "moonrise"] });
    const message = await hand.alice.send("unheard");
    await hand.alice.edit(message, "heard");
    const updates: Update[] = await hand.result("getUpdates", { offset: 1, allowed_updates: "nonsense" });
    assert(updates.map(({ edited_message }) => edited_message?.text)).toEqual(["heard"]);
  });

  test("is refused while a webhook is set", async () => {
    await using hand = await botByHand();
    await hand.result("setWebhook", { url: `${hand.telegram.apiRoot}/nobody` });
    assert(await hand.refusal("getUpdates")).toBe(
      "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  });

  test("can be made to give an update twice", async () => {
    await using hand = await botByHand();
    const [update]: Update[] = await hand.result("getUpdates");
    await hand.result("getUpdates", { offset: update!.update_id + 1, limit: 2 });
    assert(hand.bot.updates.size).toBe(0);
    hand.bot.repeatLatestUpdate();
    assert(await hand.result("getUpdates", { offset: update!.update_id + 1 })).toEqual([update]);
  });
});
