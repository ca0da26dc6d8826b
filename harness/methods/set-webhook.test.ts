import type { Update } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { freePort } from "../bots/free-port.ts";
import { expect } from "../people/expect.ts";
import { until } from "../world/until.ts";
import { type BotByHand, botByHand, callArrives } from "./by-hand.ts";
import { hook } from "./hook.fixture.ts";

async function set(hand: BotByHand, url: string, args: object = {}) {
  hand.bot.updates.clear();
  return hand.call("setWebhook", { url, ...args });
}

describe("setWebhook", () => {
  test("brings updates with the secret, and lets go of them once they are taken", async () => {
    await using hand = await botByHand();
    using target = await hook();
    const answer = await set(hand, target.url, { secret_token: "s3cret" });
    assert(answer).toMatchObject({ result: true, description: "Webhook was set" });
    await hand.alice.send("hi");
    const { update, headers, answer: reply } = await target.request(0);
    assert(update.message?.text).toBe("hi");
    assert(headers).toMatchObject({
      "x-telegram-bot-api-secret-token": "s3cret",
      "content-type": "application/json",
      connection: "keep-alive",
    });
    assert(headers).not.toHaveProperty("user-agent");
    assert(await hand.result("getWebhookInfo")).toMatchObject({ url: target.url, pending_update_count: 1 });
    reply(204);
    await until({
      look: () => hand.bot.updates.size === 0 || undefined,
      beats: [hand.bot.updates.emptied],
      timeoutMs: 5_000,
    });
    assert(hand.bot.updates.size).toBe(0);
  });

  test("sends a chat's updates one at a time while other chats go ahead", async () => {
    await using hand = await botByHand();
    using target = await hook();
    await set(hand, target.url);
    const bob = hand.telegram.user({ firstName: "Bob" });
    await hand.alice.send("one");
    await hand.alice.send("two");
    await bob.send("three");
    const [first, second] = [await target.request(0), await target.request(1)];
    assert([first.update.message?.text, second.update.message?.text]).toEqual(["one", "three"]);
    first.answer(200);
    assert((await target.request(2)).update.message?.text).toBe("two");
  });

  test("tries again at once after a failure, and says what went wrong", async () => {
    await using hand = await botByHand();
    using target = await hook();
    await set(hand, target.url);
    await hand.alice.send("hi");
    const first = await target.request(0);
    first.answer(500);
    const again = await target.request(1);
    assert(again.update).toEqual(first.update);
    assert(await hand.result("getWebhookInfo")).toMatchObject({
      last_error_message: "Wrong response from the webhook: 500 Internal Server Error",
    });
  });

  test("brings an update once more when it is made to", async () => {
    await using hand = await botByHand();
    using target = await hook();
    await set(hand, target.url);
    await hand.alice.send("hi");
    const first = await target.request(0);
    first.answer(200);
    await until({
      look: () => hand.bot.updates.size === 0 || undefined,
      beats: [hand.bot.updates.emptied],
      timeoutMs: 5_000,
    });
    hand.bot.repeatLatestUpdate();
    assert((await target.request(1)).update).toEqual(first.update);
  });

  test("carries out a call in the answer", async () => {
    await using hand = await botByHand();
    using target = await hook();
    await set(hand, target.url);
    await hand.alice.send("hi");
    (await target.request(0)).answer(200, { method: "sendMessage", chat_id: hand.alice.id, text: "from the answer" });
    await expect(hand.alice).toSee("from the answer");
  });

  test("says what it did, and deleteWebhook too", async () => {
    await using hand = await botByHand();
    using target = await hook();
    const said = async (method: string, args: object) => (await hand.call(method, args)).description;
    assert(await said("deleteWebhook", {})).toBe("Webhook is already deleted");
    assert(await said("setWebhook", { url: target.url })).toBe("Webhook was set");
    assert(await said("setWebhook", { url: "" })).toBe("Webhook was deleted");
    assert(await hand.result("getWebhookInfo")).toEqual({
      url: "",
      has_custom_certificate: false,
      pending_update_count: 1,
    });
  });

  test("may come once a second", async () => {
    await using hand = await botByHand();
    using target = await hook();
    await set(hand, target.url);
    const answer = await hand.call("setWebhook", { url: target.url });
    assert(answer).toMatchObject({
      status: 429,
      description: "Too Many Requests: retry after 1",
      parameters: { retry_after: 1 },
    });
    assert(answer.headers.get("retry-after")).toBe("1");
  });

  test("ends a poll that waits", async () => {
    await using hand = await botByHand();
    using target = await hook();
    hand.bot.updates.clear();
    const arrived = callArrives(hand.bot);
    const poll = hand.refusal("getUpdates", { timeout: 20 });
    await arrived;
    await hand.result("setWebhook", { url: target.url });
    assert(await poll).toBe("409 Conflict: terminated by setWebhook request");
  });

  test("shares the kinds of update that are wanted with getUpdates", async () => {
    await using hand = await botByHand();
    using target = await hook();
    hand.bot.updates.clear();
    await hand.result("getUpdates", { allowed_updates: ["edited_message"] });
    await hand.result("setWebhook", { url: target.url });
    assert(await hand.result("getWebhookInfo")).toMatchObject({ allowed_updates: ["edited_message"] });
    await hand.alice.edit(await hand.alice.send("unheard"), "heard");
    const { update, answer } = await target.request(0);
    assert(update.edited_message?.text).toBe("heard");
    answer(200);
    hand.telegram.clock.advance(1_000);
    await hand.result("setWebhook", { url: target.url, allowed_updates: ["message"] });
    await hand.result("deleteWebhook", { drop_pending_updates: true });
    await hand.alice.edit(await hand.alice.send("heard again"), "unheard again");
    const updates: Update[] = await hand.result("getUpdates");
    assert(updates.map(({ message }) => message?.text)).toEqual(["heard again"]);
  });

  test("keeps what waits unless it is to be dropped", async () => {
    await using hand = await botByHand();
    using target = await hook();
    await hand.result("setWebhook", { url: target.url });
    assert((await target.request(0)).update.message?.text).toBe("hello");
    await hand.result("deleteWebhook", { drop_pending_updates: "True" });
    assert(await hand.result("getUpdates")).toEqual([]);
  });

  test.each([
    [{ url: "nonsense" }, "invalid webhook URL specified"],
    [{ secret_token: "ä" }, "secret token contains unallowed characters"],
    [{ secret_token: "x".repeat(257) }, "secret token is too long"],
  ])("refuses %o", async (args, reason) => {
    await using hand = await botByHand();
    const refusal = await hand.refusal("setWebhook", { url: hand.telegram.apiRoot, ...args });
    assert(refusal).toBe(`400 Bad Request: ${reason}`);
  });

  test("refuses an address where nobody listens, and leaves no webhook", async () => {
    await using hand = await botByHand();
    const refusal = await hand.refusal("setWebhook", { url: `http://127.0.0.1:${await freePort()}` });
    assert(refusal).toBe("400 Bad Request: bad webhook: Connection refused");
    assert(await hand.result("getWebhookInfo")).toMatchObject({ url: "" });
  });
});
