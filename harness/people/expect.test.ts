import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect as assert, describe, test } from "vitest";
import { expect } from "../index.ts";
import { type BotByHand, botByHand, callArrives } from "../methods/by-hand.ts";

const say = (hand: BotByHand, text: string, args: object = {}) =>
  hand.result("sendMessage", { chat_id: hand.alice.id, text, ...args });

/** Takes all updates, so that the bot counts as having done its work. */
async function acknowledge({ bot, call }: BotByHand) {
  await call("getUpdates", { offset: Number(bot.updates.ids.at(-1)) + 1 });
}

describe("toSee", () => {
  test("reads on from the last message it matched", async () => {
    await using hand = await botByHand();
    await say(hand, "Count: 1");
    await say(hand, "Count: 2");
    const [, first] = await expect(hand.alice).toSee(/Count: (\d)/);
    const [, second] = await expect(hand.alice).toSee(/Count: (\d)/g);
    assert([first, second]).toEqual(["1", "2"]);
  });

  test("matches edits, and hands over the message", async () => {
    await using hand = await botByHand();
    const { message_id }: { message_id: number } = await say(hand, "Working");
    await expect(hand.alice).toSee("Working");
    await hand.call("editMessageText", { chat_id: hand.alice.id, message_id, text: "Done" });
    const { message } = await expect(hand.alice).toSee("Done");
    assert(message).toMatchObject({ message_id, text: "Done" });
  });

  test("does not take the user's own words for the bot's", async () => {
    await using hand = await botByHand();
    await acknowledge(hand);
    await assert(expect(hand.alice).toSee("hello")).rejects.toThrow("expected to see");
  });

  test("fails as soon as a bot that can say so is idle", async () => {
    await using probe = await idleProbe();
    await using hand = await botByHand({ idleProbe: probe.url });
    await acknowledge(hand);
    await say(hand, "Something else");
    const begun = performance.now();
    const failure = expect(hand.alice).toSee("Hello");
    await assert(failure).rejects.toThrow(`hand_bot says on ${probe.url} that it is idle`);
    assert(performance.now() - begun).toBeLessThan(200);
  });

  test("does not ask the probe while updates are not acknowledged", async () => {
    await using probe = await idleProbe();
    await using hand = await botByHand({ idleProbe: probe.url });
    const seen = expect(hand.alice).toSee("Hello");
    await say(hand, "Hello");
    await seen;
    assert(probe.asked()).toBe(0);
  });

  test("asks the probe once for all who wait", async () => {
    await using probe = await idleProbe();
    await using hand = await botByHand({ idleProbe: probe.url });
    await acknowledge(hand);
    const people = Array.from({ length: 30 }, (_, index) => hand.telegram.user({ firstName: `User ${index}` }));
    await Promise.all(people.map((user) => expect(user).toSeeNothing()));
    assert(probe.asked()).toBe(1);
  });

  test("waits for calls in flight before it asks", async () => {
    await using probe = await idleProbe();
    await using hand = await botByHand({ idleProbe: probe.url });
    await acknowledge(hand);
    hand.telegram.faults.add({ method: "sendMessage", answer: { delayMs: 100 } });
    const arrived = callArrives(hand.bot);
    const said = say(hand, "Slow");
    await arrived;
    const seen = expect(hand.alice).toSee("Slow");
    await Promise.all([said, seen]);
  });

  test("waits through quiet when it is told how long", async () => {
    await using probe = await idleProbe();
    await using hand = await botByHand({ idleProbe: probe.url });
    await acknowledge(hand);
    const seen = expect(hand.alice).toSee("Done", { within: 5_000 });
    await assert(expect(hand.alice).toSee("Never")).rejects.toThrow("idle");
    await say(hand, "Done");
    await seen;
  });

  test("reports what was expected, the chat, the calls and the kind of quiet", async () => {
    await using hand = await botByHand();
    await acknowledge(hand);
    await say(hand, "Good day", { reply_markup: { inline_keyboard: [[{ text: "Yes", callback_data: "x" }]] } });
    const failure = await expect(hand.alice)
      .toSee("Hello")
      .catch((error: Error) => error);
    assert((failure as Error).message.replace(/\d\d:\d\d:\d\d\.\d{3}/g, "12:00:00.000")).toMatch(
      new RegExp(
        [
          String.raw`^Alice expected to see "Hello" \(quiet: hand_bot made no call for 250 ms\)\.`,
          "",
          "The chat with hand_bot:",
          String.raw`  \* 12:00:00\.000  Alice \(1\): hello`,
          String.raw`  \* 12:00:00\.000  hand_bot \(2\): Good day \[Yes\]`,
          "",
          "The latest calls:",
          String.raw`  12:00:00\.000  hand_bot getUpdates \{"offset":\d+\} -> ok \[\]`,
          String.raw`  12:00:00\.000  hand_bot sendMessage \{.*\} -> ok \{.*\}`,
        ].join("\n"),
      ),
    );
  });
});

describe("toSeeNothing", () => {
  test("holds when the bot is quiet and all is read", async () => {
    await using hand = await botByHand();
    await acknowledge(hand);
    await expect(hand.alice).toSeeNothing();
  });

  test("fails on what was not read", async () => {
    await using hand = await botByHand();
    await acknowledge(hand);
    await say(hand, "Hello");
    await assert(expect(hand.alice).toSeeNothing()).rejects.toThrow("but something came");
  });
});

describe("people", () => {
  test("see typing and drafts", async () => {
    await using hand = await botByHand();
    await hand.call("sendChatAction", { chat_id: hand.alice.id, action: "typing" });
    await hand.call("sendMessageDraft", { chat_id: hand.alice.id, draft_id: 1, text: "Let me think" });
    await say(hand, "42");
    await expect(hand.alice).toSeeTyping();
    await expect(hand.alice).toSeeDraft("think");
    await expect(hand.alice).toSee("42");
  });

  test("press the keys of a reply keyboard by sending their text", async () => {
    await using hand = await botByHand();
    await say(hand, "Choose", { reply_markup: { keyboard: [["Tea", { text: "Coffee" }]] } });
    await expect(hand.alice).toSeeButton("Coffee");
    await hand.alice.press("Coffee");
    assert(hand.alice.messages().at(-1)?.text).toBe("Coffee");
  });

  test("cannot press what is not there", async () => {
    await using hand = await botByHand();
    await acknowledge(hand);
    await assert(hand.alice.press("Tea")).rejects.toThrow(`wanted to press "Tea", but there is no such button`);
  });

  test("send commands that bots can recognise", async () => {
    await using hand = await botByHand();
    const { entities } = await hand.alice.send("/start@hand_bot now");
    assert(entities).toEqual([{ type: "bot_command", offset: 0, length: 15 }]);
  });

  test("tell the bot when they block it", async () => {
    await using hand = await botByHand();
    await acknowledge(hand);
    await hand.alice.block();
    const [update]: object[] = await hand.result("getUpdates");
    assert(update).toMatchObject({ my_chat_member: { new_chat_member: { status: "kicked" } } });
    await assert(hand.alice.send("x")).rejects.toThrow("blocked");
  });
});

describe("a press", () => {
  test("resolves without a text when the bot has come to rest and said nothing", async () => {
    await using hand = await botByHand();
    await say(hand, "?", { reply_markup: { inline_keyboard: [[{ text: "Yes", callback_data: "yes" }]] } });
    const pressed = hand.alice.press("Yes");
    await hand.call("getUpdates", { timeout: 5 });
    await acknowledge(hand);
    assert(await pressed).toBeUndefined();
  });
});

describe("groups", () => {
  const heard = async (hand: BotByHand) => {
    const updates: { message?: { text?: string } }[] = await hand.result("getUpdates");
    return updates.flatMap(({ message }) => message?.text ?? []).slice(1);
  };

  test("with privacy mode, let a bot hear what is meant for it", async () => {
    await using hand = await botByHand();
    const group = hand.telegram.group({ members: [hand.alice] });
    const { message_id }: { message_id: number } = await hand.result("sendMessage", { chat_id: group.id, text: "Hi" });
    const bots = {
      message_id,
      from: hand.bot.user,
      date: 0,
      chat: { id: group.id, type: "supergroup", title: "" },
    } as const;
    await hand.alice.send("plain", { in: group });
    await hand.alice.send("/start", { in: group });
    await hand.alice.send("/start@other_bot", { in: group });
    await hand.alice.send("@Hand_Bot hello", { in: group });
    await hand.alice.send("a reply", { in: group, replyTo: bots });
    assert(await heard(hand)).toEqual(["/start", "@Hand_Bot hello", "a reply"]);
  });

  test("with privacy mode, let a bot hear what is below a file, too", async () => {
    await using hand = await botByHand();
    const group = hand.telegram.group({ members: [hand.alice] });
    await hand.alice.sendPhoto({ caption: "my cat", in: group });
    await hand.alice.sendPhoto({ caption: "@hand_bot whose cat?", in: group });
    const updates: { message?: { caption?: string } }[] = await hand.result("getUpdates");
    assert(updates.flatMap(({ message }) => message?.caption ?? [])).toEqual(["@hand_bot whose cat?"]);
  });

  test("without it, let a bot hear all", async () => {
    await using hand = await botByHand({ privacyMode: false });
    const group = hand.telegram.group({ members: [hand.alice] });
    await hand.alice.send("plain", { in: group });
    assert(await heard(hand)).toEqual(["plain"]);
  });

  test("are seen by all their members, topics included", async () => {
    await using hand = await botByHand();
    const bob = hand.telegram.user({ firstName: "Bob" });
    const group = hand.telegram.group({ members: [hand.alice, bob], forum: true });
    const topic = group.topic("Cats");
    await hand.alice.send("/hi", { in: group, topic });
    await hand.call("sendMessage", { chat_id: group.id, message_thread_id: topic, text: "Hello all" });
    await expect(bob).toSee("/hi", { in: group });
    const { message } = await expect(bob).toSee("Hello all", { in: group });
    assert(message).toMatchObject({ message_thread_id: topic, is_topic_message: true });
  });

  test("are closed to others, and channels post by themselves", async () => {
    await using hand = await botByHand();
    await assert(hand.alice.send("x", { in: hand.telegram.group() })).rejects.toThrow("Alice is not in Group");
    hand.telegram.channel({ title: "News" }).post("It rains");
    const updates: object[] = await hand.result("getUpdates");
    assert(updates.at(-1)).toMatchObject({ channel_post: { text: "It rains", sender_chat: { title: "News" } } });
  });

  test("that are channels correct what they have posted", async () => {
    await using hand = await botByHand();
    const channel = hand.telegram.channel({ title: "News" });
    const post = channel.post("It rains");
    channel.edit(post, "The sun shines");
    const updates: object[] = await hand.result("getUpdates");
    assert(updates.at(-1)).toMatchObject({
      edited_channel_post: {
        message_id: post.message_id,
        text: "The sun shines",
        sender_chat: { title: "News" },
        edit_date: assert.any(Number),
      },
    });
    assert(() => channel.edit({ message_id: 99 }, "x")).toThrow("News has no text 99 to edit.");
  });
});

/** A health page that says idle. */
async function idleProbe() {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.end(JSON.stringify({ idle: true }));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`,
    asked: () => asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
