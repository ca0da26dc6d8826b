import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Update } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { type BotByHand, botByHand, sent } from "../methods/by-hand.ts";

async function latest({ result }: BotByHand): Promise<Update> {
  const [update]: Update[] = await result("getUpdates", { offset: -1 });
  return update!;
}

describe("people send", () => {
  test("a file by its path, under its name, byte for byte", async () => {
    await using directory = await mkdtempDisposable(`${tmpdir()}/sender-`);
    await using hand = await botByHand();
    const path = `${directory.path}/report.pdf`;
    await writeFile(path, "%PDF-1.7 real bytes");
    await hand.alice.sendDocument({ path, caption: "See /help" });
    const { message } = await latest(hand);
    assert(message).toMatchObject({
      document: { file_name: "report.pdf", mime_type: "application/pdf", file_size: 19 },
      caption_entities: [{ type: "bot_command", offset: 4, length: 5 }],
    });
    assert(hand.alice.open(message!).toString()).toBe("%PDF-1.7 real bytes");
    await hand.alice.sendVoice({ path, name: "note.ogg" });
    assert((await latest(hand)).message).toHaveProperty("voice");
    const album = await hand.alice.sendAlbum([
      { kind: "document", path },
      { kind: "document", path, name: "b.txt" },
    ]);
    assert(album.map(({ document }) => document?.file_name)).toEqual(["report.pdf", "b.txt"]);
    await assert(hand.alice.sendPhoto({ path: `${path}.missing` })).rejects.toThrow("ENOENT");
  });

  test("who they are, and a poll of their own, of which bots hear no votes", async () => {
    await using hand = await botByHand();
    await hand.alice.shareContact();
    assert((await latest(hand)).message).toMatchObject({
      contact: { phone_number: `1555${hand.alice.id}`, first_name: "Alice", user_id: hand.alice.id },
    });
    const message = await hand.alice.sendPoll({ question: "Tea?", options: ["Yes", "No"], isAnonymous: false });
    const { update_id } = await latest(hand);
    await hand.alice.vote(message, "Yes");
    assert((await latest(hand)).update_id).toBe(update_id);
    assert(hand.alice.messages().at(-1)?.poll).toMatchObject({ total_voter_count: 1 });
    await assert(hand.alice.sendPoll({ question: "?", options: ["One"] })).rejects.toThrow("2 to 12 options");
  });

  test("a reply with words of what it answers", async () => {
    await using hand = await botByHand();
    const { message_id } = await sent(hand, { text: "Tea or coffee?" });
    const replyTo = hand.alice.messages().find((message) => message.message_id === message_id)!;
    await hand.alice.send("This", { replyTo, quote: "coffee" });
    assert((await latest(hand)).message).toMatchObject({
      reply_to_message: { message_id },
      quote: { text: "coffee", position: 7, is_manual: true },
    });
    await assert(hand.alice.send("This", { replyTo, quote: "milk" })).rejects.toThrow("is not in the message");
  });

  test("no more than Telegram takes at once; with Premium, more", async () => {
    await using hand = await botByHand();
    const rich = hand.telegram.user({ firstName: "Rich", premium: true });
    const caption = "x".repeat(1025);
    await assert(hand.alice.send("x".repeat(4097))).rejects.toThrow("apps make several messages of it");
    await assert(hand.alice.sendPhoto({ caption })).rejects.toThrow("more than 1024 characters");
    assert((await rich.sendPhoto({ caption })).from).toMatchObject({ is_premium: true });
    const message = await rich.send("hi");
    await rich.react(message, ["👍", "🔥", "🎉"]);
    await assert(rich.react(message, ["👍", "🔥", "🎉", "💯"])).rejects.toThrow("no more than 3");
    await assert(hand.alice.react(hand.alice.messages()[0]!, ["👍", "🔥"])).rejects.toThrow("no more than 1");
  });
});

describe("people change", () => {
  test("the caption of a file, which stays", async () => {
    await using hand = await botByHand();
    const message = await hand.alice.sendPhoto({ caption: "old" });
    await hand.alice.edit(message, "new");
    const { edited_message } = await latest(hand);
    assert(edited_message).toMatchObject({ caption: "new", photo: message.photo });
    assert(edited_message).not.toHaveProperty("text");
  });

  test("what they are called and speak, everywhere at once", async () => {
    await using hand = await botByHand();
    const { alice, telegram } = hand;
    const group = telegram.group({ members: [alice] });
    await alice.rename({ firstName: "Alicia", username: "alicia" });
    await alice.change({ languageCode: "es", premium: true });
    await alice.send("hola");
    assert((await latest(hand)).message).toMatchObject({
      from: { first_name: "Alicia", username: "alicia", language_code: "es", is_premium: true },
      chat: { first_name: "Alicia", username: "alicia" },
    });
    assert(await hand.result("getChatMember", { chat_id: group.id, user_id: alice.id })).toMatchObject({
      user: { username: "alicia" },
    });
    await alice.rename({ username: "" });
    await alice.change({ premium: false });
    assert(alice.json).toEqual({ id: alice.id, is_bot: false, first_name: "Alicia", language_code: "es" });
    assert(await hand.result("getChat", { chat_id: alice.id })).not.toHaveProperty("username");
  });
});

describe("people take back", () => {
  test("what the bot said in private, and others' words where they may", async () => {
    await using hand = await botByHand();
    const { alice, telegram } = hand;
    const { message_id } = await sent(hand);
    await alice.delete(alice.messages().find((message) => message.message_id === message_id)!);
    assert(alice.messages()).toHaveLength(1);
    const bob = telegram.user({ firstName: "Bob" });
    const group = telegram.group({ members: [alice, bob] });
    const rude = await bob.send("Bah", { in: group });
    await assert(alice.delete(rude, { in: group })).rejects.toThrow("has no message");
    group.promote(alice, ["can_delete_messages"]);
    await alice.delete(rude, { in: group });
    assert(alice.messages(group).map(({ text }) => text)).not.toContain("Bah");
  });

  test("but do not pass on what is protected", async () => {
    await using hand = await botByHand();
    await sent(hand, { protect_content: true });
    await assert(hand.alice.forward(hand.alice.messages().at(-1)!)).rejects.toThrow("is protected");
  });
});
