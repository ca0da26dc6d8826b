import type { Message } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { expect } from "../index.ts";
import { type BotByHand, botByHand } from "../methods/by-hand.ts";

const say = (hand: BotByHand, text: string, args: object = {}): Promise<Message> =>
  hand.result("sendMessage", { chat_id: hand.alice.id, text, ...args });

const edit = (hand: BotByHand, { message_id }: Message, text: string) =>
  hand.result("editMessageText", { chat_id: hand.alice.id, message_id, text });

const remove = (hand: BotByHand, { message_id }: Message) =>
  hand.result("deleteMessage", { chat_id: hand.alice.id, message_id });

const give = (hand: BotByHand, file: File, args: object = {}) =>
  hand.upload("sendDocument", { chat_id: hand.alice.id, document: file, ...args });

/** A bot that has taken all its updates, so that it comes to rest when it calls no more. */
async function restingBot(): Promise<BotByHand> {
  const hand = await botByHand();
  await hand.call("getUpdates", { offset: Number(hand.bot.updates.ids.at(-1)) + 1 });
  return hand;
}

describe("toSeeEntity", () => {
  const html = { parse_mode: "HTML" };

  test("finds formatting in the message found last, and again in the same one", async () => {
    await using hand = await botByHand();
    const { message_id } = await say(hand, "Take <b>two</b> of <i>these</i>", html);
    await expect(hand.alice).toSee("Take");
    assert(await expect(hand.alice).toSeeEntity("bold", "two")).toMatchObject({ message_id });
    await expect(hand.alice).toSeeEntity("italic", /^th/);
    await expect(hand.alice).toSeeNothing({ within: 50 });
  });

  test("tells a language from another, and one link from another", async () => {
    await using hand = await restingBot();
    await say(hand, '<pre><code class="language-python">print(1)</code></pre><a href="https://a.test/">here</a>', html);
    await expect(hand.alice).toSeeEntity("pre", "print(1)", { language: "python" });
    await expect(hand.alice).toSeeEntity("text_link", "here", { url: "https://a.test/" });
    await assert(expect(hand.alice).toSeeEntity("pre", "print(1)", { language: "rust" })).rejects.toThrow(
      'Alice expected to see "print(1)" as pre in rust (quiet: ',
    );
    await assert(expect(hand.alice).toSeeEntity("text_link", "here", { url: "https://b.test/" })).rejects.toThrow(
      'Alice expected to see "here" as text_link to https://b.test/ (quiet: ',
    );
  });

  test("is not met by other formatting, nor by more of the text than was named", async () => {
    await using hand = await restingBot();
    await say(hand, "<b>two words</b>", html);
    await assert(expect(hand.alice).toSeeEntity("italic", "two words")).rejects.toThrow('"two words" as italic');
    await assert(expect(hand.alice).toSeeEntity("bold", "two")).rejects.toThrow('"two" as bold');
  });

  test("reads captions, and counts as Telegram does", async () => {
    await using hand = await botByHand();
    await give(hand, new File(["x"], "x.txt"), { caption: "👩‍🚀 <code>fly</code>", ...html });
    await expect(hand.alice).toSeeEntity("code", "fly");
  });
});

describe("toSeeFile", () => {
  test("hands over the bytes and the message", async () => {
    await using hand = await botByHand();
    await give(hand, new File(["a,b\n1,2\n"], "table.csv"), { caption: "The table" });
    await expect(hand.alice).toSee("The table");
    const { bytes, message } = await expect(hand.alice).toSeeFile({
      name: "table.csv",
      mime: "text/csv",
      type: "document",
      contains: "1,2",
    });
    assert(bytes.toString()).toBe("a,b\n1,2\n");
    assert(message.caption).toBe("The table");
  });

  test("finds bytes, and a name by a pattern", async () => {
    await using hand = await botByHand();
    await give(hand, new File([Uint8Array.of(1, 2, 255, 4)], "data-7.bin"));
    const { bytes } = await expect(hand.alice).toSeeFile({ name: /-\d/, contains: Uint8Array.of(2, 255) });
    assert([...bytes]).toEqual([1, 2, 255, 4]);
  });

  test("waits for one that comes later, and finds none twice", async () => {
    await using hand = await restingBot();
    const file = expect(hand.alice).toSeeFile({ within: 5_000 });
    await give(hand, new File(["one"], "one.txt"));
    assert((await file).bytes.toString()).toBe("one");
    await assert(expect(hand.alice).toSeeFile()).rejects.toThrow("Alice expected to see a file (quiet: ");
  });

  test("reads on in an album", async () => {
    await using hand = await botByHand();
    const media = ["one", "two"].map((name) => ({ type: "document", media: `attach://${name}` }));
    const files = { one: new File(["1"], "one.txt"), two: new File(["2"], "two.txt") };
    await hand.upload("sendMediaGroup", { chat_id: hand.alice.id, media, ...files });
    assert((await expect(hand.alice).toSeeFile()).bytes.toString()).toBe("1");
    assert((await expect(hand.alice).toSeeFile()).bytes.toString()).toBe("2");
  });

  test.each([
    [{ name: "b.txt" }, 'a file, called "b.txt"'],
    [{ mime: "image/png" }, "a file, of type image/png"],
    [{ type: "voice" }, "a voice"],
    [{ contains: "else" }, 'a file, with "else" in it'],
    [{ contains: Uint8Array.of(0) }, "a file, with 1 bytes in it"],
  ] as const)("is not met by another file: %o", async (wanted, named) => {
    await using hand = await restingBot();
    await give(hand, new File(["something"], "a.txt"));
    await assert(expect(hand.alice).toSeeFile(wanted)).rejects.toThrow(`Alice expected to see ${named} (quiet: `);
  });

  test("is not met by what the user sent", async () => {
    await using hand = await restingBot();
    await hand.alice.sendDocument({ name: "mine.txt" });
    await assert(expect(hand.alice).toSeeFile({ within: 50 })).rejects.toThrow("expected to see a file");
  });
});

describe("toSeeEdit", () => {
  test("finds an edit, and the message as it is now", async () => {
    await using hand = await botByHand();
    const message = await say(hand, "Working");
    await edit(hand, message, "Done: 7");
    const seen = await expect(hand.alice).toSeeEdit(/Done: (\d)/);
    assert(seen[1]).toBe("7");
    assert(seen.message).toMatchObject({ message_id: message.message_id, text: "Done: 7" });
  });

  test("is not met by a new message", async () => {
    await using hand = await restingBot();
    await say(hand, "Done");
    await assert(expect(hand.alice).toSeeEdit("Done")).rejects.toThrow(
      'Alice expected to see an edit to "Done" (quiet: ',
    );
  });
});

describe("toSeeDeletion", () => {
  test("knows the message by what it said, though others were read since", async () => {
    await using hand = await botByHand();
    await remove(hand, await say(hand, "One moment"));
    await say(hand, "Here it is");
    await expect(hand.alice).toSee("Here it is");
    await expect(hand.alice).toSeeDeletion("One moment");
  });

  test("knows the message by its id", async () => {
    await using hand = await restingBot();
    const message = await say(hand, "One moment");
    await remove(hand, message);
    await assert(expect(hand.alice).toSeeDeletion(99)).rejects.toThrow("expected to see message 99 deleted");
    await expect(hand.alice).toSeeDeletion(message.message_id);
  });

  test("knows the message itself, the user's own too", async () => {
    await using hand = await restingBot();
    const [hello] = hand.alice.messages();
    const gone = expect(hand.alice).toSeeDeletion(hello!, { within: 5_000 });
    await remove(hand, hello!);
    await gone;
    await assert(expect(hand.alice).toSeeDeletion(hello!)).rejects.toThrow(
      "Alice expected to see message 1 deleted (quiet: ",
    );
  });

  test("is not met while the message is there, nor by another that went", async () => {
    await using hand = await restingBot();
    await say(hand, "This stays");
    await remove(hand, await say(hand, "This goes"));
    await assert(expect(hand.alice).toSeeDeletion("This stays")).rejects.toThrow(
      'Alice expected to see "This stays" deleted (quiet: ',
    );
  });

  test("is not met by what the user took away", async () => {
    await using hand = await restingBot();
    await hand.alice.delete(await say(hand, "Read and gone"));
    const failure = expect(hand.alice).toSeeDeletion("Read and gone");
    await assert(failure).rejects.toThrow(/Alice deleted 2/);
  });
});
