import { expect as assert, describe, test } from "vitest";
import { expect } from "../index.ts";
import { type BotByHand, botByHand } from "../methods/by-hand.ts";

const found = ({ telegram }: BotByHand) => telegram.verdict().map(({ oracle, what }) => `${oracle}: ${what}`);
const say = ({ call, alice }: BotByHand, text: string) => call("sendMessage", { chat_id: alice.id, text });

/** The bot takes all that waits for it. */
const take = ({ bot }: BotByHand) => bot.updates.clear();

describe("isolation:", () => {
  async function withBob() {
    const hand = await botByHand();
    const bob = hand.telegram.user({ firstName: "Bob" });
    await bob.send("hello");
    hand.telegram.canaries.plant(hand.alice, "heliotrope");
    return { ...hand, bob };
  }

  test("a user's word in another user's chat is found", async () => {
    await using hand = await withBob();
    await say(hand, "You like heliotrope");
    assert(found(hand)).toEqual([]);
    await hand.call("sendMessage", { chat_id: hand.bob.id, text: "You like heliotrope" });
    assert(() => hand.telegram.assertSound()).toThrow(`isolation: hand_bot sent "heliotrope", which belongs to others`);
  });

  const file = (name: string, content: string) => new File([content], name);
  const keyboard = { inline_keyboard: [[{ text: "heliotrope", callback_data: "x" }]] };
  test.each<[string, string, Record<string, unknown>]>([
    ["a caption", "sendDocument", { document: file("a.txt", "x"), caption: "heliotrope" }],
    ["a button", "sendMessage", { text: "x", reply_markup: keyboard }],
    [
      "a button written with escapes",
      "sendMessage",
      { text: "x", reply_markup: JSON.stringify(keyboard).replace("h", "\\u0068") },
    ],
    ["a file's name", "sendDocument", { document: file("heliotrope.txt", "x") }],
    ["a file's content", "sendDocument", { document: file("a.txt", "it is heliotrope") }],
    ["a draft", "sendMessageDraft", { text: "heliotrope", draft_id: 1 }],
  ])("a word is found in %s", async (_, method, fields) => {
    await using hand = await withBob();
    const answer = await hand.upload(method, { chat_id: hand.bob.id, ...fields });
    assert(answer).toMatchObject({ ok: true });
    assert(found(hand)).toEqual([assert.stringMatching(/^isolation: hand_bot sent "heliotrope"/)]);
  });

  test("a word is found in what is copied, forwarded, or sent by a file's id", async () => {
    for (const method of ["copyMessage", "forwardMessage", "sendDocument"]) {
      await using hand = await withBob();
      const { alice, bob } = hand;
      const message = await alice.sendDocument({ bytes: Buffer.from("it is heliotrope"), name: "a.txt" });
      const source = { from_chat_id: alice.id, message_id: message.message_id };
      const given = method === "sendDocument" ? { document: message.document?.file_id } : source;
      assert(await hand.call(method, { chat_id: bob.id, ...given })).toMatchObject({ ok: true });
      assert(found(hand), method).toHaveLength(1);
    }
  });

  test("a word is found in the answer to a press", async () => {
    await using hand = await withBob();
    const { bob, bot } = hand;
    const reply_markup = { inline_keyboard: [[{ text: "B", callback_data: "b" }]] };
    await hand.call("sendMessage", { chat_id: bob.id, text: "x", reply_markup });
    const pressed = bob.press("B");
    await assert.poll(() => bot.callbacks.ids.length).toBe(1);
    await hand.call("answerCallbackQuery", { callback_query_id: bot.callbacks.ids[0], text: "heliotrope" });
    await pressed;
    assert(found(hand)).toHaveLength(1);
  });

  test("a word is found in inline results", async () => {
    await using hand = await withBob();
    const { bob, bot } = hand;
    const asked = bob.inline("cats");
    await assert.poll(() => bot.inlineQueries.ids.length).toBe(1);
    const input_message_content = { message_text: "heliotrope" };
    const results = [{ type: "article", id: "1", title: "A cat", input_message_content }];
    await hand.call("answerInlineQuery", { inline_query_id: bot.inlineQueries.ids[0], results });
    await asked;
    assert(found(hand)).toHaveLength(1);
  });

  test("a word may be repeated where it was said, be it in a text or a file", async () => {
    await using hand = await withBob();
    const { telegram, alice, bob } = hand;
    const group = telegram.group({ members: [alice] });
    await alice.send("I like heliotrope", { in: group });
    await hand.call("sendMessage", { chat_id: group.id, text: "heliotrope, noted" });
    await bob.sendDocument({ bytes: Buffer.from("heliotrope"), name: "a.txt" });
    await hand.call("sendMessage", { chat_id: bob.id, text: "heliotrope, noted" });
    assert(found(hand)).toEqual([]);
  });
});

describe("unanswered:", () => {
  test("what the bot took and did not answer is found", async () => {
    await using hand = await botByHand();
    take(hand);
    await hand.call("sendChatAction", { chat_id: hand.alice.id, action: "typing" });
    assert(found(hand)).toEqual([`unanswered: hand_bot took "hello" of Alice and did not answer`]);
  });

  test("what waits for the bot may still be answered", async () => {
    await using hand = await botByHand();
    assert(found(hand)).toEqual([]);
  });

  test("a message answers all that was written before, and an attempt does, too", async () => {
    await using hand = await botByHand();
    await hand.alice.send("and this?");
    take(hand);
    await say(hand, "Both.");
    assert(found(hand)).toEqual([]);
    await hand.alice.send("go away");
    await hand.alice.block();
    take(hand);
    assert(found(hand)).toHaveLength(1);
    await say(hand, "Why?");
    assert(found(hand)).toEqual([]);
  });

  test("who expects to see nothing needs no answer", async () => {
    await using hand = await botByHand();
    take(hand);
    await expect(hand.alice).toSeeNothing();
    assert(found(hand)).toEqual([]);
  });

  test("can be switched off for a run", async () => {
    await using hand = await botByHand();
    const { telegram } = hand;
    take(hand);
    telegram.oracles.off("unanswered");
    assert(found(hand)).toEqual([]);
  });
});

describe("said twice:", () => {
  test("the same reply twice, with nothing said in between, is found", async () => {
    await using hand = await botByHand();
    await say(hand, "Noted.");
    assert(found(hand)).toEqual([]);
    await say(hand, "Noted.");
    assert(found(hand)).toEqual([`said twice: hand_bot said "Noted." twice in a row to chat ${hand.alice.id}`]);
  });

  test("two who wrote at once may get the same reply, and no third one", async () => {
    await using hand = await botByHand();
    await hand.alice.send("and this");
    await say(hand, "Noted.");
    await say(hand, "Noted.");
    assert(found(hand)).toEqual([]);
    await say(hand, "Noted.");
    assert(found(hand)).toHaveLength(1);
  });

  test("what was changed meanwhile was not said twice", async () => {
    await using hand = await botByHand();
    const { alice } = hand;
    const { message_id } = await hand.result<{ message_id: number }>("sendMessage", {
      chat_id: alice.id,
      text: "Well",
    });
    await hand.call("editMessageText", { chat_id: alice.id, message_id, text: "Well, one." });
    await say(hand, "Well");
    assert(found(hand)).toEqual([]);
    await say(hand, "Well");
    assert(found(hand)).toHaveLength(1);
  });

  test("the same words an hour later are no repetition", async () => {
    await using hand = await botByHand();
    await say(hand, "Drink something.");
    hand.telegram.clock.advance(3_600_000);
    await say(hand, "Drink something.");
    assert(found(hand)).toEqual([]);
  });

  test("what a bot says again after a kill is no reply to what was written since", async () => {
    await using hand = await botByHand();
    await say(hand, "Done.");
    hand.bot.hostEnded.beat();
    for (const text of ["one", "two"]) await hand.alice.send(text);
    for (const text of ["Done.", "Noted.", "Noted."]) await say(hand, text);
    assert(found(hand)).toEqual([]);
    await say(hand, "Noted.");
    assert(found(hand)).toHaveLength(1);
  });

  test("a bot may say again what it does not know it has said", async () => {
    await using hand = await botByHand();
    hand.telegram.faults.add({ method: "sendMessage", answer: "half" });
    await assert(say(hand, "Noted.")).rejects.toThrow();
    await say(hand, "Noted.");
    assert(found(hand)).toEqual([]);
    hand.bot.hostEnded.beat();
    await say(hand, "Noted.");
    assert(found(hand)).toEqual([]);
  });
});

describe("refused:", () => {
  test("a call that was wrong when it was written is found", async () => {
    await using hand = await botByHand();
    await hand.call("sendMessage", { chat_id: hand.alice.id, text: "<b>", parse_mode: "HTML" });
    assert(found(hand)).toEqual([
      assert.stringMatching(/^refused: hand_bot called sendMessage: 400 Bad Request: can't parse/),
    ]);
  });

  test("a scenario may be about a refusal", async () => {
    await using hand = await botByHand();
    const { telegram } = hand;
    telegram.oracles.allowRefusal("can't parse entities");
    await hand.call("sendMessage", { chat_id: hand.alice.id, text: "<b>", parse_mode: "HTML" });
    assert(found(hand)).toEqual([]);
  });

  test("what a bot could not know beforehand is none, and neither is a fault", async () => {
    await using hand = await botByHand();
    const { telegram, alice } = hand;
    const { message_id } = await hand.result<{ message_id: number }>("sendMessage", { chat_id: alice.id, text: "x" });
    await hand.call("editMessageText", { chat_id: alice.id, message_id, text: "x" });
    await hand.call("editMessageText", { chat_id: alice.id, message_id: 999, text: "x" });
    await hand.call("answerCallbackQuery", { callback_query_id: "7" });
    await alice.block();
    await say(hand, "Still there?");
    telegram.faults.add({ method: "getMe", answer: { status: 400, description: "Bad Request: no" } });
    await hand.call("getMe");
    assert(found(hand)).toEqual([]);
  });
});

test("methods that do not exist are named", async () => {
  await using hand = await botByHand();
  assert(await hand.refusal("sendHologram")).toBe("404 Not Found: method not found");
  assert(found(hand)).toEqual(["unknown method: hand_bot called sendHologram"]);
});
