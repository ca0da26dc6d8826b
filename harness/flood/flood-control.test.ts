import { expect as assert, describe, test } from "vitest";
import { type BotByHand, botByHand } from "../methods/by-hand.ts";
import { approximateLimits } from "./flood-control.ts";

const flooded = (flood: object = {}) => botByHand({}, { flood: { ...approximateLimits, ...flood } });
const say = (hand: BotByHand, chat_id = hand.alice.id, text = "hi") => hand.call("sendMessage", { chat_id, text });

/** Lets the server's time pass whenever the call is made to wait. @returns its answer, and the seconds it waited. */
async function answered<T>({ telegram, alice }: BotByHand, call: Promise<T>) {
  const done = call.then((value) => ({ value }));
  for (let waited = 0; ; ) {
    const next = await Promise.race([done, alice.world.flood!.slowed.next()]);
    if (typeof next === "object") return { ...next, seconds: waited };
    waited += next;
    telegram.clock.advance(next * 1_000);
  }
}

describe("flood control", () => {
  test("is off unless it is asked for", async () => {
    await using hand = await botByHand();
    const answers = await Promise.all(Array.from({ length: 100 }, () => say(hand)));
    assert(answers.every(({ ok }) => ok)).toBe(true);
  });

  test("lets a short burst into a chat pass, then answers slowly", async () => {
    await using hand = await flooded();
    for (let count = 0; count < 3; count++) assert((await answered(hand, say(hand))).seconds).toBe(0);
    const slow = await answered(hand, say(hand));
    assert(slow.value.ok).toBe(true);
    assert(slow.seconds).toBe(1);
  });

  test("answers 429 with the wait left, once the waits of a call would pass 8 s, and sends nothing", async () => {
    await using hand = await flooded({ chat: { count: 1, seconds: 9 } });
    await say(hand);
    const refused = await say(hand, undefined, "too much");
    assert(refused).toMatchObject({
      status: 429,
      description: "Too Many Requests: retry after 9",
      parameters: { retry_after: 9 },
    });
    assert(refused.headers.get("retry-after")).toBe("9");
    assert(hand.alice.messages().map(({ text }) => text)).not.toContain("too much");
    hand.telegram.clock.advance(9_000);
    assert((await say(hand)).ok).toBe(true);
  });

  test("counts edits as it counts messages, and chat actions not at all", async () => {
    await using hand = await flooded({ chat: { count: 1, seconds: 30 } });
    const sent: { message_id: number } = await hand.result("sendMessage", { chat_id: hand.alice.id, text: "one" });
    const edit = { chat_id: hand.alice.id, message_id: sent.message_id, text: "two" };
    assert((await hand.call("editMessageText", edit)).status).toBe(429);
    assert(await hand.result("sendChatAction", { chat_id: hand.alice.id, action: "typing" })).toBe(true);
  });

  test("keeps chats apart, and holds all of them to the overall budget", async () => {
    await using hand = await flooded({ overall: { count: 2, seconds: 60 } });
    const bob = hand.telegram.user({ firstName: "Bob" });
    const carol = hand.telegram.user({ firstName: "Carol" });
    await bob.send("hi");
    await carol.send("hi");
    assert((await say(hand)).ok && (await say(hand, bob.id)).ok).toBe(true);
    assert((await say(hand, carol.id)).status).toBe(429);
  });

  test("gives a group 20 a minute", async () => {
    await using hand = await flooded({ chat: approximateLimits.overall });
    const group = hand.telegram.group({ members: [hand.alice] });
    for (let count = 0; count < 20; count++) assert((await say(hand, group.id)).ok).toBe(true);
    const { value, seconds } = await answered(hand, say(hand, group.id));
    assert([value.ok, seconds]).toEqual([true, 3]);
  });

  test("takes nothing for a call that is refused for another reason", async () => {
    await using hand = await flooded({ chat: { count: 1, seconds: 60 } });
    assert((await say(hand, undefined, " ")).status).toBe(400);
    assert((await say(hand)).ok).toBe(true);
  });
});
